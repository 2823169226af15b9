using System.Text.RegularExpressions;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>The look of code: what is written in a text whatever its words are.</summary>
internal static partial class CodePatterns
{
    private static readonly (string Name, double Weight, EvidenceKind Kind, Func<Regex> Pattern)[] All =
    [
        ("code block", 3, EvidenceKind.Plain, Fence),
        ("stack trace", 3, EvidenceKind.Plain, StackTrace),
        ("error code", 2, EvidenceKind.Plain, ErrorCode),
        ("statement", 2, EvidenceKind.Plain, Statement),
        ("sql statement", 2.5, EvidenceKind.Plain, SqlStatement),
        ("file name", 1.5, EvidenceKind.Plain, FileName),
        ("call", 1.5, EvidenceKind.Plain, Call),
        ("identifier", 1.5, EvidenceKind.Plain, Identifier),
        ("inline code", 1.25, EvidenceKind.Plain, InlineCode),
        ("operator", 1, EvidenceKind.Plain, Operator),
        ("tag", 1.5, EvidenceKind.Plain, Tag),
        ("command", 1.5, EvidenceKind.Plain, Command),
        ("ask for a program", 1.5, EvidenceKind.Ambiguous, AskForProgram),
        ("trouble in a program", 1.5, EvidenceKind.Plain, ProgramTrouble),
        ("ask about code", 1, EvidenceKind.Ambiguous, AskAboutCode),
        ("ask for a program, Korean", 1.5, EvidenceKind.Ambiguous, AskForProgramKorean),
        ("code that does", 1.25, EvidenceKind.Plain, CodeThatDoes),
        ("write a function", 1.5, EvidenceKind.Plain, WriteFunction),
        ("message of a program", 2, EvidenceKind.Plain, ProgramMessage),
        ("regular expression", 2, EvidenceKind.Plain, RegularExpression),
        ("sql in lower case", 2.5, EvidenceKind.Plain, SqlInLowerCase),
        ("assignment", 2, EvidenceKind.Plain, Assignment),
        ("style sheet", 2, EvidenceKind.Plain, StyleSheet),
        ("shell", 2, EvidenceKind.Plain, Shell),
        ("this code", 1, EvidenceKind.Ambiguous, ThisCode),
        ("http status", 1.5, EvidenceKind.Plain, HttpStatus),
        ("configuration", 2, EvidenceKind.Plain, Configuration),
        ("term", 2, EvidenceKind.Plain, Term),
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

    [GeneratedRegex(@"```|~~~\w", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(
        @"Traceback \(most recent|^\s*at [\w.$<>]+\([^)\n]*\)|^\s*File ""[^""\n]+"", line \d+|Exception in thread|\b(?-i:[A-Z])\w*(?-i:Error|Exception)\b|^\s*at .+:\d+:\d+|panic: |npm ERR!|segmentation fault|core dumped|undefined reference|Unhandled exception",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex StackTraceAnyCase();

    private static Regex StackTrace() => StackTraceAnyCase();

    [GeneratedRegex(@"\b(CS|TS|E|C|LNK|MSB|ORA-|SQLSTATE\s?)\d{4,5}\b|\bexit code \d+|\bE(NOENT|CONNREFUSED|ACCES|ADDRINUSE)\b|\bHTTP [45]\d\d\b", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(
        @"^\s*(import [\w.{*]|from \w[\w.]* import |def \w+\(|class \w+[:({]|using [\w.]+;|#include\s*[<""]|package \w[\w.]*;|public (static |class |void |async )|(const|let|var) \w+\s*=|function \w*\(|func \w+\(|fn \w+[(<]|return .*;|if \(.+\)\s*\{?|for \(.+;|while \(.+\)\s*\{|print\(|console\.log\(|System\.out|std::)|;\s*$|\)\s*\{\s*$",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(
        @"\bSELECT\b.{1,200}\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|\bCREATE (TABLE|INDEX|VIEW)\b|\bDELETE FROM\b|\bALTER TABLE\b|\bGROUP BY\b|\bLEFT JOIN\b|\bINNER JOIN\b",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex SqlStatement();

    [GeneratedRegex(
        @"\b[\w-]+\.(py|cs|csproj|sln|js|mjs|jsx|ts|tsx|java|kt|go|rs|c|h|cpp|hpp|cc|rb|php|swift|scala|sql|sh|ps1|bat|yml|yaml|toml|json|xml|html|css|scss|vue|svelte|ipynb|lua|pl|dart|gradle|tf|proto|cshtml|razor|lock|env)\b|\b(Dockerfile|Makefile|docker-compose|package\.json|requirements\.txt|pom\.xml|\.gitignore|CMakeLists)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"\b[A-Za-z_]\w*(\.\w+)*\(\)|\b\w+\.\w+\([^)\n]{0,80}\)|\b[a-z]+[A-Z_]\w*\(", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"\b[a-z]{2,}[A-Z][a-z]\w*\b|\b[a-z]+_[a-z]\w*\b|\b[A-Z]{2,}_[A-Z]\w*\b", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"`[^`\n]{1,80}`", RegexOptions.CultureInvariant)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[!=]==?[^=\n]|=>|->\s*\w|&&|\|\||\w::\w|\+=|\w\[\w+\]|\bO\((n|1|log|N)", RegexOptions.CultureInvariant)]
    private static partial Regex Operator();

    [GeneratedRegex(@"</?(div|span|p|a|ul|li|table|html|body|head|script|style|button|form|input|img|template|xml)\b[^>\n]*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"(^|[\s`$(])(sudo |npm (i|install|run|start)\b|npx |yarn (add|install)\b|pip3? install|git (push|pull|rebase|merge|commit|checkout|clone|stash|reset|log|diff|cherry-pick|add|status|bisect)\b|docker (run|build|compose|ps|exec|pull)\b|kubectl |dotnet (build|run|test|publish|add|new)\b|cargo (build|run|test)\b|go (run|build|test|mod)\b|apt(-get)? install|brew install|chmod |grep -|curl -|ssh )",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Command();

    /// <summary>write me a (small) script, create an endpoint, implement quicksort …</summary>
    [GeneratedRegex(
        @"\b(write|create|make|build|generate|give me|show me|need|develop|add|design|implement|code|fix|refactor|optimi[sz]e|debug|convert|rewrite|port|review|test|explain)\b[^.?!\n]{0,60}?\b(functions?|class|methods?|scripts?|programs?|quer(y|ies)|regex(es)?|regular expression|unit tests?|endpoints?|apis?|algorithms?|components?|modules?|librar(y|ies)|cli|crud|parsers?|scrapers?|crawlers?|bots?|web ?app|code|snippets?|dockerfile|makefile|schema|migration|middleware|decorators?|loops?|struct|interface|hooks?|stored procedure|one-liner|bash|sorting|quicksort|linked list|binary (search|tree)|hash ?map|stack trace|microservice)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AskForProgram();

    /// <summary>코드 좀 짜줘, 함수로 만들어 …: the object, a few words, the verb.</summary>
    [GeneratedRegex(
        @"(함수|코드|스크립트|프로그램|클래스|쿼리|메서드|메소드|매크로|정규식|명령어?|구문|한 ?줄|API|SQL|테이블|인터페이스|봇|앱|웹사이트)\s?(을|를|도|좀|은|는|로|하나|만)?\s?([가-힣\w]{1,20}\s){0,2}(짜|구현|작성|만들|고쳐|수정|리팩|최적화|개선|추가|설계|변환)",
        RegexOptions.CultureInvariant)]
    private static partial Regex AskForProgramKorean();

    /// <summary>Code as what is asked for, with what it shall do: 일수 구하는 코드, a formula that sums.</summary>
    [GeneratedRegex(
        @"[가-힣](는|할|될|된) ?(코드|함수|스크립트|명령어?|쿼리|수식|매크로|정규식|알고리즘|메서드|메소드|로직|쉘|배치 ?파일)(?![가-힣]*(를|을)? ?(외우|맞추|공유))|\b(code|quer(y|ies)|commands?|formulas?|regex(es)?|one-liners?|macros?|snippets?|bots?) (to|that|which) \w",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CodeThatDoes();

    [GeneratedRegex(
        @"\b(write|implement|create|make|build|code) (me |us )?(a|an|the|some) (\w+ ){0,2}(functions? (that|which|to|for|in|with)|quer(y|ies)|regex(es)?|unit tests?|endpoints?|crud|parsers?|scrapers?|crawlers?|bots?|snippets?|cli|web ?apps?|decorators?|algorithms?|hash ?maps?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WriteFunction();

    /// <summary>"rm: cannot remove 'x': Is a directory", "bash: foo: command not found", "curl: (60) …".</summary>
    [GeneratedRegex(
        @"^[ \t]*[a-z][\w.+-]{0,20}: (cannot|can't|could not|\(\d+\)|error\b|fatal\b|warning\b|line \d+|unknown|invalid|[\w./-]+: [\w ]+)|\b(command not found|no such file or directory|permission denied|is not recognized as|access is denied|address already in use)\b|^[ \t]*(ERROR|FATAL|WARN|Uncaught|Caused by)\b.*:|^[ \t]*(warning|error|fatal): |^[EW]: [A-Z]|\bos error \d+|\bSIG[A-Z]{3,}\b|\b0x[0-9a-fA-F]{4,}\b|\bErrno \d+",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ProgramMessage();

    /// <summary>At least two of: an escape, a class, a count, a group that is not captured.</summary>
    [GeneratedRegex(@"(\\[bdwsDWSB.]|\[\^?[\w]-[\w]|\{\d+,?\d*\}|\(\?[:=!<P]|\.[*+]\??).{0,30}(\\[bdwsDWSB.]|\[\^?[\w]-[\w]|\{\d+,?\d*\}|\(\?[:=!<P]|\.[*+]\??)", RegexOptions.CultureInvariant)]
    private static partial Regex RegularExpression();

    /// <summary>Lower-case SQL needs a second clause: "select a gift from a shop" is none.</summary>
    [GeneratedRegex(@"\bselect\s+(\*|distinct\b|count\(|[\w.]+(\s*,\s*[\w.]+)*)\s+from\s+\w+(\s+\w+)?\s+(where|join|left|inner|group|order|limit)\b|\bselect \* from \w|\binsert into \w+ ?(\(|values)|\bdelete from \w+ where\b|\bupdate \w+ set \w+ ?=", RegexOptions.CultureInvariant)]
    private static partial Regex SqlInLowerCase();

    /// <summary>A value given to a name where prose has none: x &lt;- c(1), val x: Int? = null, xs[0] = 1;</summary>
    [GeneratedRegex(@"\b\w+ ?<- ?[\w(""']|\w ?:= ?\S|\b(val|let|const|var|mut|int|float|double|char|bool|string|auto) \w+(: ?[\w<>?\[\]]+)? ?= ?\S|^[ \t]*\w{1,60}(\[\w{1,30}\])? ?= ?[\[({""'\d]", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"[.#]?[A-Za-z][\w-]{0,30}(:[\w-]{1,30})?[^{}\n]{0,60}\{\s{0,20}[a-z-]{1,40}\s{0,10}:[^;{}]{1,200};?[^{}]{0,400}\}", RegexOptions.CultureInvariant)]
    private static partial Regex StyleSheet();

    [GeneratedRegex(@"\$\([a-z]|\$\{\w+\}|\| *(grep|wc|sort|awk|sed|head|tail|xargs|uniq|cut|tr|less|jq)\b|(^|[\s;])(if|while) \[|\b(C|R|Go) ?(언어|에서)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Shell();

    [GeneratedRegex(
        @"\b(this|that|my|the following) (\w+ )?(code|function|method|query|script|snippet|regex|loop|class|component|test|build|endpoint|command|server|app|program|algorithm|container)\b|(이|내|제|아래|위|다음) ?(코드|함수|쿼리|스크립트|메서드|메소드|클래스|정규식|명령어|로직)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ThisCode();

    [GeneratedRegex(
        @"\b(errors?|returns?|returning|status|response|responds?|gives?|throws?|gets?|getting|http)\b.{0,20}\b(40[0-9]|41[0-9]|42[0-9]|50[0-4])\b|\b(40[0-9]|41[0-9]|42[0-9]|50[0-4])\b.{0,15}(\b(errors?|response|status|bad gateway|not found|forbidden|unauthorized|timeout)\b|오류|에러|응답|뜨|떠|뜹|상태)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HttpStatus();

    /// <summary>A section in brackets with settings under it, a key with an indented key or list under it, a shell prompt, a line of a Dockerfile.</summary>
    [GeneratedRegex(
        @"^[ \t]*\[[\w.: -]{1,80}\][ \t]*\r?\n[ \t]*[\w.-]{1,80} ?=|^[\w.-]{1,60}:[ \t]*\r?\n[ \t]+(- )?[\w""'./-]+|^[ \t]*[$#] (?=[a-z])[\w./-]+ [\w./-]|^(RUN|COPY|ENTRYPOINT|CMD|WORKDIR|ENV) \S|^[A-Z][A-Z0-9_]{2,}=\S",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Configuration();

    [GeneratedRegex(
        @"\b(throws?|raises?|returns? (null|none|undefined|nan|-1|false|true)|(won't|fails? to|not) compile|compiles|crash(es|ing)?|out of memory|not (defined|a function)|tests? (fail|pass)(s|ed|ing)?)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AskAboutCode();

    [GeneratedRegex(
        @"\b(does ?n[o']t compile|null (pointer|reference)|index out of (range|bounds)|merge conflicts?|stack overflow|type ?mismatch|not callable|infinite loop|off[- ]by[- ]one|time complexity|big[- ]o\b|thread[- ]safe|race conditions?|memory leaks?|dead ?locks?|key error|syntax errors?|build (fails|failed|error)|pull requests?|code reviews?|design patterns?)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ProgramTrouble();

    [GeneratedRegex(
        @"\b((?-i:GET|POST|PUT|PATCH|DELETE) requests?|(bubble|merge|insertion|selection|heap|radix|topological) ?sort|(in|to|using|with|idiomatic) (?-i:C|R|Go)(?![\w-])|unit tests?|linked lists?|binary (search|trees?)|hash ?(maps?|tables?)|spring boot|ruby on rails|node\.?js|data structures?|design patterns?|dependency injection|garbage collect(or|ion)|machine code|source code|object[- ]oriented|functional programming|command line|environment variables?|foreign keys?|primary keys?|load balancer|rest(ful)? apis?|web ?sockets?|event loop|visual studio|dynamic programming|list comprehensions?|type ?script|java ?script|power ?shell|type hints?|access tokens?|entity framework|asp\.net|\.net)\b|단위 ?테스트|테스트 ?코드|소스 ?코드|시간 ?복잡도|메모리 ?누수|이진 ?탐색|연결 ?리스트|의존성 ?주입|디자인 ?패턴|자료 ?구조|환경 ?변수|외래 ?키|기본 ?키|스택 ?트레이스|코드 ?리뷰|풀 ?리퀘스트|스프링 ?부트|동적 ?(계획법|프로그래밍)|객체 ?지향|함수형|가비지 ?컬렉",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Term();
}
