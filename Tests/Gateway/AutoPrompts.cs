namespace LocalAi.Tests.Gateway;

/// <summary>Prompts with the model they belong to, written for this project: Korean and English, plain and tricky.</summary>
internal static class AutoPrompts
{
    public const string Code = """
        Write a Python function that merges two sorted lists.
        Why does my React component render twice?
        How do I reverse a linked list in C?
        Fix this bug: TypeError: Cannot read properties of undefined (reading 'map')
        What's the difference between a struct and a class in C#?
        Explain async/await in JavaScript
        Convert this SQL query to use a window function
        def add(a, b): return a - b  # why is the result wrong?
        How do I write a unit test for a private method?
        import pandas as pd — how do I read an Excel sheet with it?
        SELECT name FROM users WHERE age > 30 is slow, what index do I need?
        How can I squash my last three commits in git?
        My Docker container exits immediately with exit code 137
        Write a regex that matches ISO dates
        Implement quicksort in Rust
        What is the time complexity of binary search?
        How to center a div with CSS
        Explain what this does: const f = x => y => x + y;
        Refactor this method to be shorter
        How do I deploy a Node.js app to Kubernetes?
        Write a bash script that deletes files older than 30 days
        error CS0103: The name 'foo' does not exist in the current context
        What does `git rebase -i` do?
        Create a REST API for a recipe app
        Build a CLI in Go that counts words
        Why is my recursive Fibonacci so slow?
        How do I parse JSON in Java without a library?
        Generate a TypeScript interface for this payload
        What is a race condition and how do I avoid it?
        Write a Dockerfile for a Django project
        How do I center text in HTML?
        NullReferenceException in line 42, what now?
        Explain dependency injection with an example
        How do I add a foreign key to an existing table in Postgres?
        The loop never ends, can you see why? while (i < 10) { sum += i; }
        Write a Python script that sends a birthday email to my friends
        Optimize this function for speed
        What's wrong with my nginx config? It returns HTTP 502
        How do I mock HttpClient in xUnit?
        Translate this Python code to Kotlin
        Review my pull request description and the code in utils.py
        Merge conflict in package.json, how do I resolve it?
        How does garbage collection work in the JVM?
        Write a class Car in Java with getters and setters
        Make a bubble sort visualizer with canvas
        What is the event loop?
        Traceback (most recent call last): File "app.py", line 3, in <module> KeyError: 'id'
        Help me debug a memory leak in C++
        How do I use environment variables in docker-compose.yml?
        npm ERR! code ERESOLVE unable to resolve dependency tree
        Add logging to this function
        What does O(n log n) mean?
        Explain pointers to me
        How do I make a POST request with curl?
        Write an algorithm that finds duplicate rows in a CSV
        How can I convert a string to an int in C?
        Design a database schema for a library
        Explain the difference between TCP and UDP sockets in code
        Write unit tests for UserService.cs
        How do I schedule a cron job every five minutes?
        Show me an example of a decorator in Python
        Why do I get CORS errors in my frontend?
        Set up GitHub Actions to run tests on every push
        Implement an LRU cache
        What's the best way to paginate an API?
        How do I use useEffect properly?
        Make this code thread-safe
        Please write a VBA macro that colors empty cells
        What is polymorphism?
        Compile error: expected ';' before '}' token
        How do I connect to MySQL from PHP?
        Explain this regex: ^\d{3}-\d{4}$
        Give me a one-liner to count lines in all .py files
        How to implement authentication with JWT
        Create a binary tree class with insert and delete
        How can I profile a slow LINQ query?
        What is the difference between git merge and git rebase?
        Write a function that checks whether a word is a palindrome
        Can you rewrite this in idiomatic Go?
        How to iterate over a dictionary in Python
        파이썬으로 피보나치 수열을 구하는 함수를 짜줘
        이 코드에서 버그를 찾아줘
        자바스크립트 배열에서 중복을 제거하는 방법
        리액트 컴포넌트가 두 번 렌더링되는 이유가 뭐야?
        SQL 조인 종류를 설명해줘
        정규식으로 이메일 주소를 검증하고 싶어
        도커 컨테이너가 바로 종료돼요
        깃 커밋을 되돌리는 방법 알려줘
        클래스 상속과 인터페이스의 차이
        이진 탐색 알고리즘 구현해줘
        async 함수에서 await를 안 쓰면 어떻게 돼?
        쿠버네티스에 배포하는 방법
        단위 테스트를 작성해줘
        널 포인터 예외가 발생합니다
        재귀 함수를 반복문으로 바꿔줘
        이 쿼리가 너무 느린데 인덱스를 어떻게 걸어야 할까?
        파일을 읽어서 줄 수를 세는 스크립트 만들어줘
        C#에서 제네릭이 뭐야?
        시간 복잡도가 뭔지 예시로 설명해줘
        스프링 부트에서 로그인 API 만드는 법
        import 오류가 나는데 왜 그럴까
        def 키워드는 뭐 하는 거야?
        타입스크립트 인터페이스 작성 좀
        메모리 누수를 찾는 방법
        멀티스레드 환경에서 동시성 문제 해결
        데이터베이스 스키마 설계해줘
        CSS로 가운데 정렬하는 법
        리눅스에서 프로세스 죽이는 명령어
        백준 문제 풀이 코드 부탁해
        배포 파이프라인을 만들고 싶어
        테스트 코드가 자꾸 실패해요
        이 에러 메시지가 무슨 뜻이야? ModuleNotFoundError: No module named 'requests'
        변수명을 더 좋게 바꿔줘
        웹소켓으로 채팅 서버 구현하기
        자바에서 문자열을 뒤집는 방법
        연결 리스트를 뒤집는 코드
        버블 정렬을 C언어로 구현해줘
        안드로이드 앱에서 버튼 클릭 이벤트 처리
        엑셀 매크로 VBA 코드 작성해줘
        람다식이 뭐야?
        REST API 설계 원칙 알려줘
        git merge 충돌 해결 방법
        함수형 프로그래밍이란?
        이 메서드를 리팩터링해줘
        판다스 데이터프레임에서 결측치 제거
        포인터와 참조의 차이점
        웹 크롤러를 파이썬으로 만들어줘
        생일을 입력받아 나이를 계산하는 함수
        요리 레시피 앱의 데이터베이스를 설계해줘
        도커파일 최적화 방법
        nginx 설정 파일 예시 보여줘
        JSON 파싱하는 코드
        객체 지향 프로그래밍의 특징
        알고리즘 공부 순서 알려줘
        이 함수 설명해줘
        코드 리뷰 해줘
        """;

    public const string Chat = """
        What should I cook for dinner tonight?
        Write a poem about autumn
        Tell me a joke
        Plan a three-day trip to Busan
        Who was the first president of the United States?
        Translate "good morning" into Korean
        Summarize this article about climate change
        I feel sad today, can you cheer me up?
        Write an email to my boss asking for a day off
        What is the capital of Australia?
        Recommend a good science fiction movie
        Give me ideas for a birthday present for my mother
        How do vaccines work?
        Explain the French Revolution in simple words
        What's the weather like in Jeju in May?
        Help me write a cover letter for a marketing job
        How can I sleep better?
        What are the health benefits of green tea?
        Write a short story about a lonely robot
        How do I remove a red wine stain from a carpet?
        What does "break a leg" mean?
        Is it better to rent or to buy a house?
        Proofread this paragraph, please
        How many calories are in an apple?
        What is the function of the liver?
        Which yoga class is good for beginners?
        What is the dress code for a summer wedding?
        How do I get rid of bed bugs?
        What happens in a blood test?
        Who wrote the movie script of Casablanca?
        What do ball pythons eat?
        Best time to visit the island of Java
        Do I have to pay import tax on a car from Germany?
        Draw up a workout plan for four weeks
        Why is the sky blue?
        How do I ask someone out on a date?
        Give me a vegetarian lasagna recipe
        What is the meaning of life?
        Compose a haiku about the sea
        Name five famous paintings by Monet
        How old is the universe?
        I have a job interview tomorrow, any tips?
        What should I name my new puppy?
        Explain inflation to a ten-year-old
        How do I make kimchi at home?
        Write a toast for my sister's wedding
        Which languages are spoken in Switzerland?
        What's a polite way to decline an invitation?
        Tell me about the history of Seoul
        How do I train for a marathon?
        Can you recommend a book about leadership?
        What is photosynthesis?
        My friend and I had a fight, what should I do?
        How do I grow tomatoes on a balcony?
        Write a product description for a scented candle
        What are good questions for a first date?
        How long should I boil an egg?
        What's the difference between jam and marmalade?
        Write an email to the team that the launch is postponed to Monday
        What's the zip code of Beverly Hills?
        How do I improve my English pronunciation?
        Is coffee bad for you?
        Who won the World Cup in 2002?
        Give me three tips for public speaking
        How do I tie a tie?
        Describe the taste of durian
        What is the tallest mountain in Europe?
        Make a packing list for a camping trip
        How do airplanes fly?
        Write a limerick about a cat
        Should I learn the guitar or the piano?
        What is stoicism?
        How can I save money every month?
        Explain the offside rule in soccer
        What are the symptoms of a cold?
        Who painted the Mona Lisa?
        Hello!
        Thank you, that helps a lot
        Good morning, how are you?
        Write a thank-you note to my teacher
        오늘 저녁 뭐 먹을까?
        제주도 2박 3일 여행 일정 짜줘
        가을에 대한 시를 써줘
        부모님 선물 추천해줘
        우울할 때 어떻게 하면 좋을까
        김치찌개 레시피 알려줘
        세종대왕에 대해 알려줘
        이 문장을 영어로 번역해줘
        상사에게 보낼 사과 메일을 작성해줘
        회의록을 요약해줘
        재미있는 영화 추천해줘
        다이어트 식단 짜줘
        자기소개서 첨삭해줘
        강아지가 밥을 안 먹어요
        친구 생일 축하 메시지 써줘
        한국의 수도는 어디야?
        스필버그 영화 중에 뭐가 제일 좋아?
        요가 클래스 처음인데 뭘 준비해야 해?
        결혼식 드레스코드가 뭐야?
        성격 테스트 해줘
        블로그 글 써줘
        경제 상식을 알려줘
        면접에서 자주 나오는 질문은?
        감기에 좋은 음식
        집들이 선물 뭐가 좋을까
        영어 공부 방법 추천해줘
        스트레스 푸는 방법
        이 글을 맞춤법에 맞게 고쳐줘
        조선 시대 왕 순서 알려줘
        안녕하세요
        고마워요
        오늘 날씨 어때?
        사랑이란 무엇일까?
        아이에게 들려줄 동화 하나 만들어줘
        부동산 계약할 때 주의할 점
        기타 코드 쉽게 외우는 법
        잠이 안 올 때 어떻게 해?
        유럽 여행 예산 얼마나 필요해?
        캠핑 준비물 목록
        축구 오프사이드 규칙 설명해줘
        와인 보관 방법
        면역력에 좋은 영양제
        인생의 의미는?
        커피를 맛있게 내리는 법
        주식 투자 처음 시작하는 방법
        사자성어 하나 알려줘
        헬스 초보 운동 루틴
        화분에 물은 얼마나 자주 줘야 해?
        이사할 때 체크리스트 만들어줘
        블랙홀은 어떻게 생겨?
        전단지 배포 아르바이트 후기
        할인 코드는 어디서 받아?
        이차함수의 최댓값을 구하는 방법
        추석 인사말 추천
        상속세는 얼마나 내야 해?
        """;

    /// <summary>One prompt a line.</summary>
    public static IEnumerable<string> Lines(string prompts) => prompts.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
