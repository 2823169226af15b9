using System.Collections.Frozen;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Korean stems and what they say, on the scale of <see cref="EnglishWords"/>. A stem matches with any ending and inside compounds.</summary>
internal static class KoreanWords
{
    /// <summary>No everyday meaning.</summary>
    private const string Terms = """
        디버깅 디버그 디버거 컴파일 컴파일러 리팩터링 리팩토링 정규식 정규표현식 자바스크립트 타입스크립트 코틀린 고랭 씨샵 쿠버네티스 깃허브 깃랩 깃헙 커밋
        재귀 반복문 조건문 비동기 동시성 멀티스레드 멀티쓰레드 뮤텍스 세마포어 데드락 다형성 캡슐화 오버로딩 오버라이딩 매개변수 파라미터 문자열 자료구조 트랜잭션 스키마 쿼리 웹소켓
        크롤링 크롤러 스크래핑 프론트엔드 백엔드 풀스택 리액트 장고 엔드포인트 데이터베이스 디비 소스코드 들여쓰기 세미콜론 변수명 널포인터 직렬화
        역직렬화 미들웨어 제네릭 레포지토리 리포지토리 도커파일 셸스크립트 쉘스크립트 코루틴 고루틴 이터레이터 제너레이터 데코레이터 생성자 소멸자
        스레드풀 해시맵 해시테이블 연결리스트 시간복잡도 공간복잡도 리눅스 우분투 데비안 자바로 자바에서 백준 프로그래머스 코테 코딩테스트 널참조 디비인덱스 리베이스 스택오버플로
        유닛테스트 단위테스트 통합테스트 테스트코드 스프링부트 젠킨스 플러터 파이토치 텐서플로 넘파이 데이터프레임 주피터 노드제이에스 넥스트제이에스 뷰제이에스 타임리프 하이버네이트
        세그멘테이션 세그폴트 힙메모리 가상환경 가상머신 로드밸런서 쉘에서 셸에서 배치파일 엑셀매크로 크론탭 환경변수 외래키 기본키 서브쿼리 프로시저 그래들 메이븐 테라폼 앤서블 엔진엑스 레디스
        포스트그레스 마이에스큐엘 몽고디비 카프카 그래프큐엘 웹팩 웹훅 리다이렉트 무한루프 퀵정렬 병합정렬 버블정렬 이진탐색 이진트리 다익스트라 동적계획법 너비우선 깊이우선 투포인터
        페이징 페이지네이션 리사이즈 리사이징 하드코딩 엑셀 스프레드시트 브이룩업 콜백 암호화 복호화 비트연산 해시값 리액트네이티브 안드로이드스튜디오 비주얼스튜디오 인텔리제이 이클립스 깃액션
        싱글톤 팩토리패턴 옵저버패턴 인터셉터 서블릿 톰캣 아파치 하둡 스파크에서 에어플로 엘라스틱서치 프로메테우스 그라파나 오픈시브이 셀레늄 플레이라이트 몽구스 시퀄라이즈 타입오알엠
        """;

    /// <summary>Words of the trade that others hardly use.</summary>
    private const string Trade = """
        버그 라이브러리 프레임워크 스레드 쓰레드 메서드 메소드 런타임 파싱 파서 렌더링 마이그레이션 리턴 반환값 웹앱 에이피아이 캐싱 트리구조 큐잉 이미지빌드 방화벽설정 회원가입기능
        """;

    /// <summary>Names and words of the trade with an everyday meaning too.</summary>
    private const string Names = """
        함수 알고리즘 코딩 프로그래밍 파이썬 도커 자바 러스트 스칼라 루비 람다 컴포넌트 인스턴스 브랜치 머지 포인터 판다스 플라스크 머신러닝모델 스프링에서 스프링시큐리티 유니티
        코드 배포 클래스 배열 변수 에러 모듈 의존성 인터페이스 스크립트 빌드 서버 로직 객체 복잡도
        교착 해시 가비지 인덱스 조인 파이프라인 명령어 안드로이드 프로토콜 캐시 오픈소스
        소프트웨어 컨테이너 스케줄러 매크로 구현
        """;

    private const string Common = """
        테스트 테스팅 서비스워커 사용자인증 브라우저 머신러닝 포트 배치 노드 루프 깃 봇 프로그램 백그라운드 재부팅 부팅 수식 타이머 이벤트핸들러
        """;

    private const string Weak = """
        오류 예외 정렬 개발 상속 반환 주석 스택 컬럼 타입 인자 설치 버전 토큰 세션 쿠키 로그 설정 터미널 콘솔 실행 크래시 기능 최적화 입력 출력 화면 버튼 파일 폴더 디렉터리 디렉토리
        로그인 업로드 다운로드 패키지 플러그인 라우터 라우팅 메모리 프로세스 클라이언트 요청 응답 데이터 필드 테이블 명령 힙 트리 그래프 리스트 탐색 타임아웃 앱 웹 값 키 큐
        순열 조합 판별 페이지 게시판 계산기 이미지 텍스트 알림 만료 갱신 크기 원소 인코딩 디코딩 연산자 초기화 정수 공백 줄바꿈 호출 참조 진수 난수
        """;

    private const string Everyday = """
        레시피 요리 맛집 메뉴 저녁 점심 아침식사 반찬 김치 찌개 여행 관광 휴가 호텔 항공권 날씨 영화 드라마 노래 음악 가사 소설 편지 축하 생일 선물 결혼 연애 친구 남자친구 여자친구
        고백 위로 우울 외로 불안 스트레스 잠이 불면 건강 다이어트 운동 헬스 요가 병원 감기 두통 증상 영양제 역사 조선 고려 전쟁 대통령 왕 경제 주식 부동산 세금 적금 번역 요약 자기소개서
        이력서 회의 인사말 속담 사자성어 맞춤법 농담 동화 강아지 고양이 육아 아기 아이들 아이가 인테리어 청소 빨래 쇼핑 옷차림 화장품 피부 축구 야구 농구 올림픽 철학 심리 명언 꿈
        부모님 엄마 아빠 가족 상사 동료 월급 연봉 이직 취미 캠핑 등산 마라톤 커피 와인 술 제주 부산 서울 일본 유럽 미술 화가 가수 콘서트 크리스마스 추석 설날 명절 선거 정치 법률
        기후 환경오염 우주 행성 동물 식물 화분 나무 꽃 수학 미분 적분 방정식 이차함수 삼각함수 일차함수 영어 일본어 중국어 학교 선생님 학생 수업 숙제 공부법 독서 책 그림 사진 데이트 집들이
        음식 과일 고기 채소 빵 과자 초콜릿 식당 카페 손님 알바 아르바이트 시급 면접 취업 사직서 퇴사 승진 담임 시험 중간고사 기말고사 수능 대학교 초등 중학생 고등학생
        커튼 이불 침대 소파 냉장고 세탁 목걸이 귀걸이 반지 청바지 원피스 구두 운전 면허 택시 지하철 버스 기차 비행기 공항 여권 숙소
        할머니 할아버지 남편 아내 아들 동생 오빠 언니 누나 조카 이모 삼촌 환갑 칠순 돌잔치 장례 독이 물고기 곤충 모기
        교회 성당 불교 기독교 소문 속마음 마음 사랑 이별 행복 슬픔 화해 유튜브 웹툰 포스터 광고 카피 전단지 보험 환전 관세 계약서 월세 전세
        """;

    /// <summary>Words that contain a stem by accident: Spielberg ends like a bug, a record and a dress code in a code, a blog in a log.</summary>
    private const string Accidents = """
        스필버그 저커버그 주커버그 구텐베르크 함버그 레코드판 드레스코드 바코드 할인코드 쿠폰코드 우편코드 상속세 상속인 블로그 카탈로그 레코드
        프롤로그 에필로그 아날로그 다이얼로그 원데이클래스 마스터클래스 성격테스트 심리테스트 코드블루 기타코드 스프링클러 깃털 깃발 새우버거 위로는 위로만
        배열판 대본스크립트 자바섬 자바커피 옷깃 서버린 매트리스 배치고사 배치표 큐브 키가 키는 키우 값이싼 앱솔 웹툰 앞머지 나머지 데이트리 프로그램북 텔레비전프로그램 예능프로그램 방송프로그램 자바칩
        """;

    private const string People = "개발자 개발팀 프로그래머 엔지니어 기획자 디자이너 분석가 관리자 연구원 팀장 취준생 신입 경력직 부트캠프 학원 강사 노조 노동자 연봉 이직 면접 취업 채용";

    /// <summary>Words that ask or join and say nothing about the subject, as whole words and as beginnings.</summary>
    private const string EmptyWords = """
        이 그 저 왜 뭐 뭔 좀 더 안 못 잘 내 제 나 난 너 걸 게 거 것 수 법 중 때 전 후 및 또 꼭 다 한 두 세 네 개 번 줘 요 응 네 예 아 음 만 뭘 뜻 땐 시 쪽 줄 둘 하나 둘다 이때 근데 그럼 그런데 그리고 그래서
        """;

    private const string EmptyBeginnings = """
        어떻게 어떤 어디 언제 누가 누구 무엇 무슨 뭐가 뭔지 뭐야 뭐지 이거 그거 저거 이게 그게 이건 그건 이걸 그걸 이런 그런 이렇게 그렇게 여기 거기 왜이
        알려 설명 방법 해줘 해주 해봐 주세요 부탁 하는 하고 하려 하면 하지 하나요 합니 했는 했더 했어 할까 할지 해야 해도 되는 되나 되게 되면 되지 된다 될까 돼요 돼서 됐는 됩니 된거
        싶어 싶은 싶음 싶다 있어 있는 있나 있을 있다 있게 없어 없는 없이 없나 같은 같아 같이 때문 대해 대한 관해 차이 이유 예시 예제 보여 만들 작성 가능 필요 나와 나오 나는 나요 나서 나고 바꿔 바꾸 고쳐 써줘 써서 쓰는 쓰고 짜줘 짜주
        어느 모르 어려 쉽게 간단 다시 그냥 계속 자꾸 먼저 다음 이번 지금 오늘 제가 내가 우리 혹시 정도 경우 부분 자세 도와 고마 안녕 감사 좋을 좋은 좋아 추천 주는 주고 봐줘 봐주 봐야 보는 보고 본다 볼까 뭘로 중에
        """;

    private static readonly FrozenDictionary<string, Evidence> Stems = Read(
        (Everyday, -1, EvidenceKind.Everyday), (KoreanTopics.Weak, 0.45, EvidenceKind.Ambiguous), (Weak, 0.45, EvidenceKind.Ambiguous), (Common, 1, EvidenceKind.Ambiguous), (Names, 1.5, EvidenceKind.Ambiguous), (Trade, 1.5, EvidenceKind.Plain), (Terms, 2, EvidenceKind.Plain), (KoreanTopics.Terms, 2, EvidenceKind.Plain), (Accidents, 0, EvidenceKind.Ambiguous));

    private static readonly int Longest = Stems.Keys.Max(s => s.Length);
    private static readonly FrozenSet<string> EmptyWordSet = Split(EmptyWords).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> EmptyBeginningSet = Split(EmptyBeginnings).ToFrozenSet(StringComparer.Ordinal);
    private static readonly string[] PeopleStems = Split(People);

    public static bool IsPerson(string word) => PeopleStems.Any(p => word.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Carries meaning of its own.</summary>
    public static bool IsContent(string word) =>
        !EmptyWordSet.Contains(word) && !(word.Length >= 2 && EmptyBeginningSet.Contains(word[..2])) && !(word.Length >= 3 && EmptyBeginningSet.Contains(word[..3]));

    /// <summary>
    /// The weightiest stem in a word. Korean puts endings behind and compounds before a stem, so it may stand anywhere;
    /// a stem inside a longer known one (a bar code is no code) does not count, one of a single syllable only as the word's beginning.
    /// </summary>
    public static Evidence? Find(string word)
    {
        Evidence? best = null;
        var lookup = Stems.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var start = 0; start < word.Length;)
        {
            var length = Math.Min(Longest, word.Length - start);
            Evidence found = default;
            while (length > 0 && !(Fits(word, start, length) && lookup.TryGetValue(word.AsSpan(start, length), out found)))
            {
                length--;
            }

            if (length > 0 && found.Weight != 0 && (best is not { } b || Math.Abs(found.Weight) > Math.Abs(b.Weight)))
            {
                best = found;
            }

            start += Math.Max(1, length);
        }

        return best;
    }

    private static bool Fits(string word, int start, int length) => length > 1 || (start == 0 && word.Length <= 2);

    private static FrozenDictionary<string, Evidence> Read(params (string Words, double Weight, EvidenceKind Kind)[] lists)
    {
        var stems = new Dictionary<string, Evidence>(StringComparer.Ordinal);
        foreach (var (list, weight, kind) in lists)
        {
            foreach (var stem in Split(list))
            {
                stems[stem] = new Evidence(stem, weight, kind);
            }
        }

        return stems.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
