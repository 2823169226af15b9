namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Korean stems and what they say, on the scale of <see cref="EnglishWords"/>. A stem matches with any ending and inside compounds.</summary>
internal static class KoreanWords
{
    /// <summary>Words that contain a stem by accident: Spielberg ends like a bug, a record and a dress code in a code, a blog in a log.</summary>
    public static readonly string[] NotCode =
    [
        "스필버그", "저커버그", "주커버그", "구텐베르크", "함버그", "레코드판", "드레스코드", "바코드", "할인코드", "쿠폰코드", "우편코드", "상속세", "상속인", "블로그", "카탈로그",
        "프롤로그", "에필로그", "아날로그", "다이얼로그", "원데이클래스", "마스터클래스", "성격테스트", "심리테스트", "엠비티아이", "변수가많", "코드블루", "기타코드", "스프링클러", "깃털", "깃발",
    ];

    private const string Decisive = """
        함수 알고리즘 디버깅 디버그 컴파일 리팩터링 리팩토링 정규식 정규표현식 파이썬 자바스크립트 타입스크립트 코틀린 고랭 러스트 씨샵 쿠버네티스 도커 깃허브 깃랩 커밋 브랜치
        재귀 반복문 조건문 비동기 동시성 멀티스레드 멀티쓰레드 뮤텍스 데드락 다형성 캡슐화 오버로딩 오버라이딩 매개변수 파라미터 문자열 자료구조 트랜잭션 스키마 쿼리 웹소켓
        크롤링 크롤러 스크래핑 프론트엔드 백엔드 풀스택 리액트 장고 엔드포인트 데이터베이스 디비 코딩 프로그래밍 프로그래머 소스코드 들여쓰기 세미콜론 변수명 널포인터 직렬화
        역직렬화 미들웨어 람다 제네릭 컴포넌트 레포지토리 리포지토리 도커파일 셸스크립트 쉘스크립트 코루틴 고루틴 이터레이터 제너레이터 데코레이터 생성자 소멸자 인스턴스
        스레드풀 해시맵 해시테이블 연결리스트 시간복잡도 리눅스 우분투 포인터 자바로 자바의 자바에서 백준 프로그래머스 코테 널참조 디비인덱스 리베이스 머지 머신러닝모델
        """;

    private const string Strong = """
        버그 코드 배포 클래스 배열 변수 에러 자바 구현 라이브러리 프레임워크 모듈 의존성 인터페이스 스레드 쓰레드 스크립트 빌드 서버 로직 메서드 메소드 객체 런타임 복잡도
        교착 해시 가비지 인덱스 조인 파이프라인 마이그레이션 명령어 노드 플라스크 스프링부트 안드로이드 프로토콜 포트 캐시 캐싱 렌더링 파싱 파서 리턴 반환값 웹앱 개발자 오픈소스
        소프트웨어 트리구조 큐잉 로드밸런서 방화벽설정 컨테이너 이미지빌드 테스트코드 유닛테스트 단위테스트 배치 스케줄러 로그인기능 회원가입기능 터미널명령 엑셀매크로 매크로 에이피아이
        """;

    private const string Plain = """
        테스트 테스팅 서비스워커 사용자인증 브라우저
        """;

    private const string Weak = """
        오류 예외 정렬 개발 상속 반환 주석 스택 컬럼 타입 인자 설치 버전 앱 웹 토큰 세션 쿠키 로그 설정 터미널 콘솔 실행 크래시 기능 최적화 입력 출력 화면 버튼 파일 폴더 디렉터리 디렉토리
        """;

    private const string Everyday = """
        레시피 요리 맛집 메뉴 저녁 점심 아침식사 반찬 김치 찌개 여행 관광 휴가 호텔 항공권 날씨 영화 드라마 노래 음악 가사 소설 편지 축하 생일 선물 결혼 연애 친구 남자친구 여자친구
        고백 위로 우울 외로 불안 스트레스 잠이 불면 건강 다이어트 운동 헬스 요가 병원 감기 두통 증상 영양제 역사 조선 고려 전쟁 대통령 왕 경제 주식 부동산 세금 적금 번역 요약 자기소개서
        이력서 회의 인사말 속담 사자성어 맞춤법 농담 동화 강아지 고양이 육아 아기 아이들 아이가 인테리어 청소 빨래 쇼핑 옷차림 화장품 피부 축구 야구 농구 올림픽 철학 심리 명언 꿈
        부모님 엄마 아빠 가족 상사 동료 월급 연봉 이직 취미 캠핑 등산 마라톤 커피 와인 술 제주 부산 서울 일본 유럽 미술 화가 가수 콘서트 크리스마스 추석 설날 명절 선거 정치 법률
        기후 환경오염 우주 행성 동물 식물 화분 나무 꽃 수학 미분 적분 방정식 이차함수 삼각함수 일차함수 영어 일본어 중국어 학교 선생님 학생 수업 숙제 공부법 독서 책 그림 사진 데이트 집들이
        """;

    /// <summary>Every stem with its weight; code above zero, chat below.</summary>
    public static readonly (string Stem, double Weight)[] All = Read((Decisive, 2), (Strong, 1.5), (Plain, 1), (Weak, 0.5), (Everyday, -1));

    private static (string Stem, double Weight)[] Read(params (string Words, double Weight)[] lists) =>
    [
        .. lists.SelectMany(list => list.Words
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => (word, list.Weight))),
    ];
}
