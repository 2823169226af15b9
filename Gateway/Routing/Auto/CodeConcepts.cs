using System.Text.RegularExpressions;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Names of ideas that are made of everyday words ("left join", "observer pattern", 예외 처리): only the words together are about software.</summary>
internal static partial class CodeConcepts
{
    private static readonly (string Name, double Weight, EvidenceKind Kind, Func<Regex> Pattern)[] All =
    [
        ("idea of design", 2, EvidenceKind.Plain, Design),
        ("idea of a language", 2, EvidenceKind.Plain, Language),
        ("idea of the machine", 2, EvidenceKind.Plain, Machine),
        ("idea of data", 2, EvidenceKind.Plain, Data),
        ("idea of algorithms", 2, EvidenceKind.Plain, Algorithms),
        ("idea of the web", 2, EvidenceKind.Plain, Web),
        ("idea of operations", 2, EvidenceKind.Plain, Operations),
        ("program to make", 1.5, EvidenceKind.Ambiguous, ToMake),
        ("idea, Korean", 2, EvidenceKind.Plain, Korean),
        ("own site or program", 1.25, EvidenceKind.Ambiguous, OwnSite),
    ];

    public static void Collect(string text, List<Evidence> found)
    {
        foreach (var (name, weight, kind, pattern) in All)
        {
            if (pattern().IsMatch(text))
            {
                found.Add(new Evidence(name, weight, kind));
            }
        }
    }

    [GeneratedRegex(
        @"\b(observer|singleton|(abstract )?factory|strategy|decorator|adapter|facade|visitor|builder|command|state|repository|proxy|mediator|memento|flyweight|prototype|iterator|template method|pub(lish)?[/-]? ?sub(scribe)?|mvc|mvvm|mvp|circuit[- ]breaker|saga|outbox|sidecar|strangler|module|dispose|unit of work|retry) patterns?\b"
        + @"|\b(solid|dry|yagni) principles?\b|\b(clean|hexagonal|onion|layered|microservices?|event[- ]driven) (code|architectures?)\b|\bdomain[- ]driven\b|\b(test|behaviou?r)[- ]driven\b|\b(tdd|bdd|ddd|cqrs|oop|uml)\b|\bevent[- ]sourcing\b"
        + @"|\b(error|exception) handl(ing|ers?)\b|\bcode (smells?|style|quality|coverage|duplication|base)\b|\b(sequence|class|er|entity[- ]relationship|flow|component) diagrams?\b|\b(separation of concerns|inversion of control|loose coupling|single responsibility|technical debt|naming conventions?|magic numbers?|dead code|spaghetti code)\b"
        + @"|\b(composition over inheritance|multiple inheritance|abstract (base )?class(es)?|(un)?checked exceptions?|guard clauses?|early return|side[- ]effect[- ]free|pure functions?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Design();

    [GeneratedRegex(
        @"\b(type (annotations?|inference|safety|system|cast(s|ing)?|guards?|erasure|parameters?|alias(es)?|conversions?|coercion|checking|definitions?)|(static|dynamic|duck|strong|weak)(ally|ly)? typ(ing|ed))\b"
        + @"|['""]?\b(yield|static|final|async|await|this|super|virtual|override|volatile|const|var|let|with|ref|out|params|extern|inline|unsafe|sealed|defer|match|global|nonlocal|synchronized|transient|typeof|new|self|auto|mutable|friend|explicit|constexpr)\b['""]? (keyword|modifier|method|field|variable|member|property|block)s?\b"
        + @"|\b(higher[- ]order|first[- ]class|anonymous|arrow|lambda|variadic|recursive|generic|inline|virtual|callback|helper|utility|getter|setter) (functions?|methods?|expressions?)\b|\bcurry(ing|ied)\b|\b(monads?|functors?|monoids?)\b|\b(tail|infinite|mutual) recursion\b|\b(lazy|eager) (evaluation|load(ing)?|initiali[sz]ation)\b|\bpattern[- ]matching\b"
        + @"|\b(operator|method|function) (overload|overrid)(s|ing|e|ed)?\b|\bmove semantics\b|\bborrow checker\b|\bsmart pointers?\b|\bdangling (pointers?|references?)\b|\b(access|private|protected) (modifiers?|members?)\b|\bre-?throw(s|n|ing)?\b|\b(for|while|foreach|do-while|nested|inner|event)[- ]loops?\b|\b(if|switch|case|try|import|return|using|goto|with)[- ](statement|clause|block|catch)s?\b|\btry[/ -]?catch\b"
        + @"|\b(null|nil|none)[- ](check(s|ing)?|safety|safe|values?|coalescing)\b|\b(optional chaining|spread operator|ternary|destructuring|template (literals?|strings?)|f-?strings?|string (interpolation|concatenation|formatting|manipulation)|raw strings?|doc ?strings?|magic methods?|dunder|metaclass(es)?|mix-?ins?|extension methods?|named (arguments?|parameters?)|default (arguments?|parameters?)|pass(ed|ing)? by (value|reference)|call by (value|reference)|deep cop(y|ies)|shallow cop(y|ies)|list slicing|one-?liners?|closures? (captures?|scope)|(what is|explain|are) (a )?closures?)\b"
        + @"|\buse strict\b|\bfutures? and promises?\b|\bpromises? and futures?\b|[=!]==|(?-i:\b[A-Z]\w+(Error|Exception)\b)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Language();

    [GeneratedRegex(
        @"\b(memory (allocation|allocators?|management|layout|barriers?|leaks?|model|safety|safe|footprint|profiler)|(stack|heap) (frames?|allocation|memory|overflow|size|dump)|call stack|reference count(ing|er)?|garbage[- ]collect\w*|(integer|buffer|arithmetic) (overflow|underflow)s?|use[- ]after[- ]free|double free|two'?s complement|floating[- ]point (numbers?|errors?|precision|arithmetic)|bit (masks?|shifts?|manipulation|fields?|flags?))\b"
        + @"|\b(context switch(es|ing)?|virtual memory|page faults?|system calls?|syscalls?|file descriptors?|inter[- ]process communication|ipc|thread (pools?|safety|locals?)|connection pool(s|ing)?|(optimistic|pessimistic) (locks?|locking|concurrency)|spin ?locks?|lock[- ]free|busy wait(ing)?|green threads?|virtual threads?|worker threads?|multi-?thread(s|ed|ing)?|(processes|threads?) (vs\.?|and|versus|or) (threads?|process(es)?))\b"
        + @"|\b(compile[- ]time|run-?time (errors?|exceptions?|type|polymorphism)|just[- ]in[- ]time|ahead[- ]of[- ]time compil\w*|(lexer|lexical analysis|abstract syntax tree|parse tree|byte ?code|machine code|instruction set|assembly (code|language)|linker errors?|undefined (reference|symbol|behaviou?r)|header files?|shared librar(y|ies)|segmentation faults?|core dumps?|(exit|return) codes?)|embedded (systems?|linux)|interrupt handlers?|(little|big)[- ]endian|turing (machines?|complete)|state machines?|finite automat\w+)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Machine();

    [GeneratedRegex(
        @"\b(left|right|inner|outer|full|cross|self|natural)( outer)? joins?\b|\b(many|one)[- ]to[- ](many|one)\b|\bn ?\+ ?1\b|\bcap theorem\b|\bacid (properties|transactions?|compliant)\b|\b(isolation levels?|dirty reads?|phantom reads?|two[- ]phase commit|eventual(ly)? consisten\w+|strong consistency|consistent hashing|write[- ]ahead log|replication lag|read replicas?|materiali[sz]ed views?|stored procedures?|database triggers?|window functions?|common table expressions?|ctes?|full[- ]text (search|index)|full table scans?|(query|execution|explain) plans?|query (optimi[sz]er|optimi[sz]ation|builder|tuning)|(composite|primary|foreign|surrogate|candidate|unique) (keys?|indexe?s?|constraints?)|normal forms?|(first|second|third) normal form|data (models?|model+ing|structures?|types?|warehouses?|lakes?|pipelines?|frames?|migrations?|class(es)?)|schema (design|migrations?|changes?)|connection strings?|bulk (insert|update)s?|soft deletes?|bloom filters?|message (queues?|brokers?|bus|passing)|event (bus|stream(s|ing)?|store)|pivot tables?|conditional formatting|cell references?)\b"
        + @"|\b(gradient descent|loss functions?|learning rates?|confusion matri(x|ces)|cross[- ]validation|random forests?|feature (engineering|extraction|selection)|(train|training)[/ -]test split|k[- ]means|k[- ]nearest|logistic regression|linear regression|batch (size|norm\w*)|vector (databases?|stores?|search)|attention (heads?|mechanism)|one[- ]hot|word embeddings?|reinforcement learning|convolutional|transformer models?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Data();

    [GeneratedRegex(
        @"\bhash[- ]?(tables?|maps?|sets?|functions?|collisions?|codes?)\b|\b(red[- ]black|binary( search)?|avl|b\+?|segment|fenwick|suffix|prefix|minimum spanning|spanning|balanced|decision|syntax|quad|kd|merkle) ?-?trees?\b|\bb-?st\b|\b(priority|circular|double[- ]ended|blocking) queues?\b|\b(min|max|binary|fibonacci)[- ]?heaps?\b|\b(singly|doubly)[- ]linked\b|\bunion[- ]find\b|\bdisjoint sets?\b|\bgreedy (algorithms?|approach)\b|\b(sliding window|two[- ]pointers?|prefix sums?|bit dp|memoi[sz]\w+)\b|\b(breadth|depth)[- ]first\b|\bshortest paths?\b|\b(sort(ing)?|search(ing)?|graph|string[- ]matching|hashing|compression|encryption|consensus|scheduling|sorted?) algorithms?\b|\btravell?ing salesman\b|\bnp[- ]?(hard|complete)\b|\b(time|space|asymptotic|amorti[sz]ed) complexity\b|\b(worst|best|average)[- ]case (time|complexity|runtime|performance)\b|\bbig[- ]?(o|theta|omega)\b|\b(eight|n)[- ]queens\b|\btower of hanoi\b|\btwo[- ]sum\b|\bgame of life\b|\b(url|link) shorteners?\b|\blru\b|\brate[- ]limit(s|er|ers|ing)?\b|\bregular expressions?\b|\b(stable|in-place|external) sort(ing|s)?\b|\b(adjacency|sparse) (matri(x|ces)|lists?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Algorithms();

    [GeneratedRegex(
        @"\b(same[- ]origin|cross[- ]site (scripting|request)|cross[- ]origin|(server|client)[- ]side (render(ing|ed)?|validation|code|javascript|routing|scripts?)|single[- ]page app\w*|progressive web|(web|service) ?workers?|(local|session) ?storage|http (methods?|verbs?|headers?|status|requests?|responses?|cach\w+|clients?|servers?|calls?)|content[- ](type|security policy|negotiation)|query (strings?|param(eter)?s?)|request (body|headers?|payload)|response (body|headers?|codes?)|css (grid|selectors?|class(es)?|variables?|animations?)|media quer(y|ies)|hover (effects?|states?)|on hover|box model|pseudo[- ]?(class(es)?|elements?)|drag[- ]and[- ]drop|infinite scroll\w*|virtual dom|shadow dom|state management|event (bubbling|delegation|handlers?|listeners?|emitters?)|html (forms?|tags?|elements?|pages?|emails?|tables?)|api (version\w*|keys?|gateways?|calls?|docs|documentation|design|responses?|requests?|clients?)|access tokens?|refresh tokens?|bearer tokens?|session cookies?|token[- ]based|single sign[- ]on|long polling|server[- ]sent events|web ?hooks?|user ?scripts?|(browser|chrome|firefox|vs ?code) (extensions?|plugins?|add-?ons?)|landing page (with|in|using)|progress bars?|(?-i:(GET|PUT|POST|PATCH|DELETE) (and|vs\.?|or) (GET|PUT|POST|PATCH|DELETE))|responsive (design|layout|grid)|nav(igation)? bar|front[- ]end|back[- ]end|full[- ]stack)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    [GeneratedRegex(
        @"\b(blue[- ]green|canary|rolling) (deploy\w*|releases?|updates?)\b|\bfeature (flags?|toggles?|branch(es)?)\b|\b(unit|integration|end[- ]to[- ]end|e2e|snapshot|smoke|load|mutation|property[- ]based|contract|flaky|regression) test(s|ing|ed)?\b|\btest (coverage|cases?|suites?|fixtures?|doubles?|runners?)\b|\bmock (objects?|data|servers?|api)\b|\bstatic (analysis|site generator|files?)\b|\bcontinuous (integration|deploy\w+|delivery)\b|\bversion control\b|\b(merge|pull) requests?\b|\bsemantic version\w*\b|\bdependency (injection|hell|graph|conflicts?|resolution)\b|\bpackage (managers?|versions?|registry)\b|\bbuild (tools?|pipelines?|scripts?|servers?|errors?|fail\w*|targets?|cache)\b|\b(hot|live) reload(ing)?\b|\bdocker (images?|compose|volumes?|networks?|containers?|registry|hub)\b|\b(reverse|forward) prox(y|ies)\b|\bssh keys?\b|\b(env|environment) vars?\b|\bconfig(uration)? files?\b|\bcommand[- ]?line\b|\bport forwarding\b|\bdns records?\b|\b(ssl|tls) cert\w*\b|\b(log|stack|heap) (rotation|aggregation|level|traces?)\b|\bcron (jobs?|expressions?)\b|\b(graceful|zero[- ]downtime) (shutdown|deploy\w*|restart)\b|\binfrastructure as code\b|\b(health|liveness|readiness) (probes?|endpoints?)\b|\bcommit (messages?|history|hash)\b|\bgit ?(hub|lab)?\b.{0,12}\b(actions?|branch(es)?|history|hooks?|tags?|ignore)\b|\bforce[- ]push\w*\b|\bdetached head\b|\b(oom[- ]?killed|crash ?loop\w*|core dumps?)\b|\broll(ed|ing)? ?back (a |the |my )?(\w+ )?(migrations?|transactions?|releases?|deploy\w*|commits?)\b|\b(folder|project|directory|repo(sitory)?|file) (structure|layout)\b|\b(express|next|nuxt|nest|spring|flutter|unity|godot|rails|laravel|django|flask|react|angular|vue|svelte|node) (project|app|backend|server)s?\b|\bsquash\w* (commits?|merge|my)\b|\bcherry[- ]pick\w*\b|\bshell (scripts?|commands?)\b|\b(batch|power ?shell) (files?|scripts?)\b|\bregistry keys?\b|\block files?\b|\bopen[- ]source (librar(y|ies)|projects?|licen[cs]es?|code)\b|\bchange ?logs?\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Operations();

    [GeneratedRegex(
        @"(옵저버|싱글톤|팩토리|전략|빌더|어댑터|프록시|데코레이터|퍼사드|파사드|템플릿 ?메(서|소)드|리포지토리|레포지토리|서킷 ?브레이커|사가|안티|MVC|MVVM) ?패턴|(이너|아우터|레프트|라이트|셀프|크로스|풀|테이블) ?조인|(예외|에러|오류) ?(처리|핸들링)|순환 ?(참조|의존)|(전위|중위|후위|트리|이진|그래프|레벨) ?(순회|탐색)|멱등|(퀵|머지|병합|버블|삽입|선택|힙|기수|위상) ?(소트|정렬)|정렬 ?알고리즘"
        + @"|주석(을|도|은|에|으로)? ?(좀 |다 |전부 |모두 )?(달|추가|제거|처리|지우|있는|남기|써)|\b(TODO|FIXME)\b|상속.{0,12}(합성|컴포지션|오버라이|다형성)|(합성|컴포지션).{0,8}상속|(오라클|포스트그레|마리아디비|몽고)(에서|로)|캡슐화|추상화|추상 ?클래스|(커밋|에러|오류|로그) ?(메시지|메세지)|(무중단|블루 ?그린|카나리|롤링) ?배포|메시지 ?(큐|브로커)|(스레드|쓰레드) ?(풀|안전|세이프)|멀티 ?(스레|쓰레|프로세)|(낙관적|비관적|분산) ?(락|잠금)|격리 ?수준|(DB|디비|데이터 ?베이스|테이블|제\d) ?정규화|N ?\+ ?1"
        + @"|(부하|단위|통합|회귀|성능|E2E) ?테스트|(고차|순수|콜백|익명|화살표|재귀|람다|생성자|헬퍼|내장|가상) ?함수|람다 ?(식|표현)|타입 ?(추론|힌트|캐스팅|변환|가드|어노테이션|선언|체크|에러)|형 ?변환|자료형|(비동기|동기|병렬|배치|스트림|문자열|결측치|널) ?처리|이벤트 ?(루프|리스너|버블링|핸들러|위임)|상태 ?(관리|머신)|(크롬|브라우저|VS ?Code) ?(확장|익스텐션|플러그인)|(리버스|포워드) ?프록시|널 ?(체크|포인터|값)|(전역|지역|정적|환경|인스턴스|멤버|클래스|임시) ?변수|변수 ?(명|이름|선언|타입)|함수 ?(명|이름|선언|호출|인자)|(\d|이|팔|십육) ?진수|부동 ?소수점|(버퍼|스택|정수|힙) ?오버 ?플로|메모리 ?(할당|해제|구조|관리|누수|릭)|시스템 ?콜|컨텍스트 ?스위칭|(코드|코딩) ?(품질|스타일|컨벤션|리뷰|중복|커버리지)|테스트 ?(커버리지|케이스|더블|주도)|클린 ?(코드|아키텍처|아키텍쳐)|(접근|액세스) ?(제어자|제한자)|(API|REST|인터페이스) ?(문서|명세|버전|설계|호출|키|응답|연동)|(지연|즉시|느긋한) ?(로딩|평가|초기화)|(얕은|깊은) ?복사|(값|참조)에 의한|캐시 ?(무효|히트|미스|전략)|(브랜치|깃) ?전략|형태소 ?분석|(세그멘테이션|세그) ?폴트|순환 ?복잡도|해시 ?(맵|테이블|함수|충돌)|우선 ?순위 ?큐|공통 ?부분 ?(수열|문자열)|테이블[을를이은]? ?(합|조인|조회|생성|만들|삭제|추가)|두 ?테이블|서버리스|모놀리식|마이크로 ?서비스|슬라이딩 ?윈도우|최단 ?경로|투 ?포인터|그리디|탐욕 ?알고리즘|분할 ?정복|동적 ?프로그래밍|빅 ?오|결측치|과적합|경사 ?하강|손실 ?함수|학습률|피벗 ?테이블|조건부 ?서식|(엑셀|시트|구글 ?시트)(에서|로|의)? .{0,20}(함수|수식|매크로|셀|필터|시트)|(빌드|컴파일|설치|배포|테스트)[가는이]? ?(깨|안 ?되|안 ?돼|실패|오류|에러|갑자기)|로컬에서는|(포트|프로세스)[가를이]? ?(죽|점유|사용 ?중|충돌|쓰는)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Korean();

    /// <summary>A small program by what it is: a tic-tac-toe game, a countdown timer, 계산기 앱.</summary>
    [GeneratedRegex(
        @"\b(make|build|create|code|write|implement|develop|program|generate) (me |us )?(a|an|my|the) ([\w'-]+ ){0,3}(games?|apps?|clones?|generators?|calculators?|converters?|timers?|simulators?|visuali[sz]ers?|chat ?bots?|trackers?|dashboards?|web ?sites?|web ?pages?|tools?|servers?|clients?|scrapers?|editors?|viewers?|encoders?|decoders?|validators?|tetris|snake game|sudoku solver|solvers?)\b(?! (plan|night|idea))|(게임|앱|어플|사이트|계산기|챗봇|생성기|변환기|시뮬레이터|대시보드|투두|타이머|뷰어|편집기)[을를]? ?(하나 |좀 |간단히 |간단하게 )?(만들|구현|개발|짜)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ToMake();

    /// <summary>Something done to a site or program of one's own: add dark mode to my site, 내 홈페이지에 …</summary>
    [GeneratedRegex(
        @"\b(add|put|embed|show|display|style|hide|build|host|deploy|integrate|implement|make|load|fetch|store|save)\b[^.?!\n]{0,50}\b(to|on|in|into|for|of|from) (my|our|the|a) (own )?(web ?site|web ?page|site|page|home ?page|web ?app|app|application|blog|api|service|server|database|repo(sitory)?|project|plugin|form|dashboard)\b|(내|우리|제) ?(홈페이지|웹 ?사이트|사이트|앱|블로그|서비스|프로젝트)(에|에서|를|을) .{0,30}(추가|넣|붙이|구현|연동|배포|적용|띄우|보이)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OwnSite();
}
