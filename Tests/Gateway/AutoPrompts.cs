namespace LocalAi.Tests.Gateway;

/// <summary>
/// Conversations with the model they belong to, Korean and English, not in what the table of weights is trained on.
/// One each line: ⇒ between the turns, \n for a new line. Written in four sets, each before the table of its day was counted on it.
/// </summary>
internal static class AutoPrompts
{
    public const string Code = """
        Write a Python function that takes a list of integers and returns the second largest
        Can you explain recursion with a simple example?
        Why do I get "list index out of range" in this loop?
        Write a SQL query that finds customers who have not ordered in the last 90 days
        How do I revert a commit that has already been pushed?
        regex for matching a hex color code
        Create a Dockerfile for a Go service with a multi-stage build
        How do I vertically align an icon next to text with CSS?
        What is the space complexity of merge sort?
        Shell one-liner to find the ten largest files in a directory
        What's the difference between var, let and const?
        Implement a stack using two queues in Java
        My Django migration fails with "relation already exists"
        How do I read a file line by line in Rust?
        Explain the difference between a process and a thread
        Write a TypeScript type that makes all properties optional recursively
        Convert this for loop to LINQ
        How can I make my API idempotent?
        What is a deadlock and how do you prevent it?
        Please write a unit test for the following function: function add(a, b) { return a + b; }
        Kubernetes pod stuck in CrashLoopBackOff
        How to pass data from child to parent component in React
        git says "detached HEAD", what does that mean and how do I get back to main?
        Generate a bash script to back up a MySQL database every night
        I'm getting a NullPointerException at com.example.UserService.getUser(UserService.java:42)
        What's the best way to store secrets in a CI pipeline?
        Explain Big O of nested loops
        Write a Java program to check if a number is prime
        How do I set up a virtual environment?
        Optimize: SELECT * FROM orders o JOIN customers c ON o.customer_id = c.id WHERE c.country = 'DE'
        What does the volatile keyword mean in C?
        Implement binary search tree insertion
        How does React's useMemo differ from useCallback?
        Find the bug: for i in range(len(arr)): if arr[i] > arr[i+1]: swap(arr, i, i+1)
        Make a simple to-do list app with HTML, CSS and JavaScript
        How to debounce a search input
        Explain what a REST API is and give an example with Express
        Write a C program that reverses a string in place
        Why is my docker build so slow?
        How to convert a pandas DataFrame column to datetime
        Can you add comments to this code?\n\ndef fib(n):\n    return n if n < 2 else fib(n-1) + fib(n-2)
        What is the difference between abstract class and interface?
        How do I exclude a folder from git?
        Set up a GitHub Actions workflow that runs pytest on pull requests
        What is a webhook?
        Design the database tables for an online bookstore
        Explain how Dijkstra's algorithm works
        ModuleNotFoundError: No module named 'numpy' even though I installed it
        Which is faster, a hash map or a binary search tree?
        How do you implement pagination in Spring Data JPA?
        파이썬으로 웹 크롤러 만들어줘
        이 에러 왜 나는 거야? TypeError: 'NoneType' object is not subscriptable
        SQL로 부서별 평균 급여 구하는 쿼리 짜줘
        재귀 함수가 뭔지 쉽게 설명해줘
        git rebase랑 merge 차이가 뭐야?
        자바스크립트에서 배열 섞는 방법
        도커 컴포즈로 postgres랑 redis 같이 띄우는 yaml 작성해줘
        CSS로 카드 레이아웃 3열로 만드는 방법
        전화번호 형식 맞는지 확인하는 정규식 알려줘
        C++로 최대공약수 구하는 프로그램 작성해줘
        자바 스트림 API로 리스트 필터링하는 예제
        리액트에서 모달 창 닫을 때 스크롤이 튀는데 왜 그래?
        퀵정렬의 평균 시간 복잡도는 얼마인가요?
        쉘 스크립트로 로그 파일 압축해서 보관하는 거 만들어줘
        스프링 시큐리티 로그인 필터 순서가 어떻게 되나요?
        이 코드 좀 더 깔끔하게 리팩토링해줘
        파이썬 데코레이터 예제 보여줘
        단위 테스트에서 DB를 모킹하는 방법
        쿠버네티스에서 시크릿 관리 어떻게 하는 게 좋아?
        C언어에서 malloc이랑 calloc 차이 알려줘
        엑셀 파일을 읽어서 DB에 넣는 코드를 파이썬으로 짜줘
        해시 테이블이 충돌을 처리하는 방식
        로그인할 때 CORS 에러가 나요
        타입스크립트에서 any 대신 unknown 써야 하는 이유
        스택 오버플로우가 발생하는 원인과 해결 방법
        안드로이드에서 리사이클러뷰 아이템 클릭 처리하는 법
        배포했더니 502 Bad Gateway가 뜹니다
        자바에서 equals랑 == 차이
        다음 코드의 출력 결과는? print([i**2 for i in range(5)])
        Vue 3에서 부모 자식 컴포넌트 간 통신하는 방법
        리눅스 crontab으로 매일 새벽 2시에 스크립트 실행하기
        BFS랑 DFS 언제 뭘 써야 돼?
        REST랑 GraphQL 중에 뭐가 나아?
        Go에서 에러 처리 관례 알려줘
        비밀번호 해싱은 뭘로 하는 게 안전해?
        파이썬 리스트 컴프리헨션 문법 설명
        테이블에 중복된 행만 삭제하는 SQL
        환경변수를 .env에서 읽어오게 하고 싶어
        싱글톤 패턴을 코틀린으로 구현해줘
        컴파일은 되는데 실행하면 세그폴트가 나
        MVC 패턴이 뭔가요
        How do I sort an array of objects by name? ⇒ You can use sort with localeCompare. ⇒ And descending?
        파이썬으로 파일 목록 출력하는 코드 짜줘 ⇒ import os\nprint(os.listdir('.')) ⇒ 하위 폴더까지 포함해줘
        What's a good recipe for banana bread? ⇒ Mash three bananas... ⇒ Now write a Python class that models a recipe with ingredients
        제주도 맛집 추천해줘 ⇒ 흑돼지 거리를 추천합니다. ⇒ 이제 자바로 정렬 알고리즘 구현해줘
        Explain promises in JavaScript ⇒ A promise represents a value that may be available later. ⇒ Can you show an example?
        이 함수 테스트 코드 짜줘: def is_even(n): return n % 2 == 0 ⇒ def test_is_even(): assert is_even(2) ⇒ 경계값도 추가해줘
        Why is my query slow? ⇒ Check if there is an index on the filter column. ⇒ How do I create one?
        Write a login form in HTML ⇒ <form>...</form> ⇒ make it look nicer
        C#에서 비동기 메서드 만드는 법 ⇒ async와 await를 사용합니다. ⇒ 취소는 어떻게 해?
        How do I merge two dictionaries in Python?
        Write a function in JavaScript that flattens a nested array
        What is the purpose of __init__.py?
        Debug this: Uncaught ReferenceError: x is not defined
        Give me a SQL statement to add a unique constraint
        How do I cherry-pick a commit onto another branch?
        Write a regex to extract domain names from URLs
        docker: how do I copy a file out of a running container
        How do I make two divs sit side by side?
        What is amortized analysis?
        bash: loop over all files with a .log extension and delete the empty ones
        Explain the difference between stack memory and heap memory
        Write a Ruby method that counts vowels
        How do I fix "Cannot find module 'express'"?
        When should I use a linked list instead of an array?
        Implement Fibonacci with memoization in Go
        Write an nginx config that redirects http to https
        How do closures work in Swift?
        Create a React hook that tracks window size
        Explain virtual functions in C++
        What does git stash do?
        My loop prints the last value only, why?
        Build a REST endpoint in FastAPI that accepts a file upload
        How to remove null values from an array in PHP
        Compare PostgreSQL and MongoDB for a chat app backend
        Write a Makefile for a small C project
        What are generics good for?
        How do I unit test async code in C#?
        Explain this command: tar -xzvf archive.tar.gz
        How can I prevent XSS attacks?
        Write a PowerShell script that lists stopped services
        Terraform vs Ansible
        How to use Promise.allSettled
        Solve FizzBuzz in Haskell
        Is Python pass-by-reference or pass-by-value?
        Convert the following JSON to a C# class: {"id": 1, "name": "Bob"}
        I have a memory leak in my Node app, how can I find it?
        What's wrong here? if (x = 5) { doSomething(); }
        Add input validation to my signup endpoint
        Write a program that prints a multiplication table
        What is the difference between SOAP and REST?
        Explain dynamic programming using the knapsack problem
        Set the default value of a column to the current timestamp in MySQL
        Refactor this switch statement into a dictionary lookup
        How do I compile a C file with gcc?
        What is tree shaking in webpack?
        how to change the port of my vite dev server
        Write pseudocode for a bank account simulation
        explain mutex vs semaphore
        Write an Excel VBA macro which deletes blank rows
        자바로 별 찍기 프로그램 짜줘
        파이썬 딕셔너리에서 키로 정렬하는 법
        오라클에서 페이징 쿼리 어떻게 작성해?
        "Cannot read property 'length' of undefined" 에러 해결 방법
        깃허브에 올린 커밋을 되돌리고 싶어
        이메일에서 도메인만 뽑는 정규표현식
        Dockerfile에서 CMD랑 ENTRYPOINT 차이
        flexbox로 푸터를 맨 아래에 고정하는 방법
        힙 정렬 구현해줘, C++로
        리눅스에서 파일 안의 특정 단어 찾는 명령어는?
        nginx에서 파일 업로드 용량 제한 늘리기
        제네릭이 왜 필요해?
        파이썬 GIL이 뭐야
        react-query로 무한 스크롤 구현하는 예제
        트랜잭션 격리 수준 설명해줘
        자바스크립트 this가 가리키는 게 뭐야
        람다에서 S3 파일 읽는 코드 (Node.js)
        포트가 이미 사용 중이라는데 어떻게 죽여?
        변수랑 상수 차이가 뭐예요? 코딩 처음입니다
        Java로 채팅 프로그램 만들기 과제인데 소켓 부분 좀 도와줘
        이 SQL에 인덱스 걸면 빨라질까? SELECT * FROM logs WHERE created_at > NOW() - INTERVAL 1 DAY
        객체를 깊은 복사하는 방법
        젯브레인 IDE에서 디버거 붙이는 법
        파이썬으로 슬랙에 메시지 보내는 봇 만들어줘
        Redis 캐시 만료 시간 설정하는 법
        JPA N+1 문제 해결 방법 알려줘
        소수 판별 함수 최적화해줘
        Uncaught (in promise) 오류는 왜 생기나요
        API 문서를 스웨거로 자동 생성하고 싶습니다
        오버로딩과 오버라이딩의 차이를 설명하시오
        이미지 업로드하면 413 에러가 나는데요
        알고리즘 문제: 배열에서 합이 target이 되는 두 수의 인덱스 찾기
        쓰레드 풀 크기는 어떻게 정해?
        모노레포로 바꾸는 게 좋을까?
        C# LINQ로 그룹별 합계 구하기
        커밋 여러 개를 하나로 합치려면?
        HTML 폼 데이터를 PHP로 넘기는 방법
        유니티에서 캐릭터 점프 구현하는 스크립트
        2차원 배열 회전하는 함수 만들어줘
        타임존 때문에 날짜가 하루 밀려서 저장돼
        프로그램이 종료가 안 되고 계속 도는데 코드 봐줘\n\nwhile True:\n  x = input()\n  if x == 'q': continue
        How do I parse XML in Python? ⇒ Use ElementTree. ⇒ What if the file is huge?
        리액트 상태 관리 라이브러리 추천해줘 ⇒ Zustand나 Redux Toolkit이 있습니다. ⇒ 둘 차이가 뭐야?
        Tell me a joke ⇒ Why did the chicken cross the road? ⇒ Haha. Ok, write a bash script that renames all jpg files to lowercase
        여행 일정 짜줘 ⇒ 1일차: 해운대 ⇒ 됐고, 이 오류 좀 봐줘: java.lang.ClassCastException
        Write a SQL query for the top 5 products ⇒ SELECT ... LIMIT 5 ⇒ group it by month instead
        버블 정렬 짜줘 ⇒ def bubble(a): ... ⇒ 설명도 해줘
        How do I center a div? ⇒ Use flexbox. ⇒ that didn't work
        Make a calculator in Python ⇒ def calc(): ... ⇒ Can you explain the second line?
        스프링에서 트랜잭션 쓰는 법 ⇒ @Transactional을 붙입니다. ⇒ 롤백은 언제 돼?
        I'm building a small e-commerce site for my mother's bakery and I want customers to pick a delivery date. The calendar should block Sundays and holidays. What's the best approach with React?
        We have a nightly job that copies orders from the shop into our warehouse. Since last week it takes four hours instead of forty minutes and nobody changed anything. Where would you start looking?
        Our team of six wants to move from one big repository to several. We're worried about shared types and releases. What should we consider?
        I have two lists of customers from different systems and need to match them even when the names are spelled slightly differently. How can I do this in Python?
        Can you write a small web service that accepts a photo, makes a thumbnail and returns its address? I prefer Go but Node is fine too.
        When a user changes their email address we send a confirmation. Some users click the link twice and get an error the second time. How do we make this robust?
        I inherited a project without tests. There is one file with eight thousand lines. What is a sensible order to make it better without breaking things?
        Here is what I want: given a list of meetings with start and end, return the minimum number of rooms required. Please explain the idea before the code.
        In my game the player sometimes falls through the floor when moving fast. I use Unity and rigid bodies. Any idea?
        Every time I save a Korean file name in my upload form, it turns into garbage on the server. The server is Linux, the client a Mac.
        저희 쇼핑몰에서 할인 쿠폰을 중복으로 적용하는 고객이 있어요. 결제 로직에서 어떻게 막는 게 좋을까요? 스프링이랑 MySQL 씁니다.
        매일 밤 도는 배치가 지난주부터 네 시간씩 걸려요. 바꾼 건 없는데 어디부터 봐야 할까요?
        학교 급식 메뉴를 매일 아침 카톡으로 보내 주는 걸 만들고 싶은데 어떤 언어로 어떻게 시작하면 될까요?
        회원 수가 백만 명 정도 되는데 이름 검색이 5초씩 걸립니다. LIKE '%이름%' 이렇게 쓰고 있어요. 개선 방법 알려주세요.
        신입 개발자인데 선배가 짠 코드에 테스트가 하나도 없어요. 기능 추가하기 전에 뭐부터 하는 게 안전할까요?
        사진을 올리면 얼굴만 자동으로 잘라 주는 기능을 만들려고 합니다. 파이썬 라이브러리 추천과 간단한 예제 부탁드려요.
        게시글 좋아요 수가 동시에 누르면 맞지 않아요. 어떻게 처리해야 정확하게 셀 수 있나요?
        정수 배열이 주어질 때 연속된 구간의 합이 가장 큰 값을 구하는 방법을 설명하고 자바로 구현해 주세요.
        앱을 껐다 켜면 로그인이 풀립니다. 안드로이드 코틀린이고 토큰은 SharedPreferences에 저장해요.
        관리자 화면에서 표를 엑셀로 내려받게 해 달라는 요청이 왔는데 프론트에서 처리할지 백엔드에서 처리할지 고민이에요.
        How can I get the current URL in JavaScript?
        Write a function to compute the edit distance between two words
        Why does my Spring app fail with "port 8080 was already in use"?
        Give me an example of a left join with three tables
        What's the difference between npm and npx?
        Can you explain tail call optimization?
        Write a Kotlin extension function that capitalizes each word
        How do I make a GET request in Python without any library?
        I want to learn about binary heaps, where are they used?
        Make my Dockerfile smaller
        Implement a rate limiter with a token bucket
        How do I configure a proxy for git?
        Which is better for a chat application, WebSockets or polling?
        Write a regex that finds words with double letters
        Explain the difference between an inner class and a static nested class
        How do I sort a map by value in Java?
        My Angular form is invalid but shows no errors
        How to find the length of the longest palindrome in a string
        Create a table with users, posts and likes in PostgreSQL
        What are the advantages of immutability?
        Convert this for me: SELECT to LINQ
        How do I debug an app that only crashes in release mode?
        Show an example of dependency injection in ASP.NET
        How to mock the current date in tests
        Write a script that pings a website and sends an alert if it's down
        자바스크립트에서 현재 URL 가져오기
        두 단어의 편집 거리 구하는 함수
        왼쪽 조인 예제 보여줘 테이블 세 개로
        npm이랑 npx 차이가 뭐야
        꼬리 재귀가 뭔지 설명해줘
        파이썬에서 라이브러리 없이 GET 요청 보내기
        도커파일 용량 줄여줘
        토큰 버킷으로 요청 제한 구현해줘
        깃에 프록시 설정하는 방법
        채팅 앱에 웹소켓이랑 폴링 중에 뭐가 나아
        같은 글자가 두 번 반복되는 단어 찾는 정규식
        내부 클래스랑 정적 중첩 클래스 차이
        자바에서 맵을 값으로 정렬하는 코드
        가장 긴 팰린드롬 길이 구하기
        사용자, 게시글, 좋아요 테이블 만들어줘
        불변성의 장점이 뭐야
        릴리즈 모드에서만 앱이 죽는데 어떻게 디버깅해?
        의존성 주입 예제 보여줘
        테스트에서 현재 날짜를 모킹하는 법
        웹사이트 죽으면 알림 보내는 스크립트 짜줘
        리액트에서 props랑 state 차이
        우선순위 큐는 어디에 쓰여?
        포트가 열려 있는지 확인하는 명령어
        try catch를 너무 많이 쓰면 안 좋아?
        Write a bash script to rotate logs ⇒ #!/bin/bash ... ⇒ 한국어로 주석 달아줘
        """;

    public const string Chat = """
        What's a good recipe for banana bread?
        Translate this email into French: Dear Mr. Dupont, thank you for your offer.
        What is the best laptop for college students?
        Explain quantum computing to a child
        Write a cover letter for a software engineer position
        How does the stock market work?
        Tell me about the history of the Roman Empire
        Can you give me tips to stop procrastinating?
        Write a haiku about rain
        What are the side effects of ibuprofen?
        Plan a weekend trip to Portland for two
        How can I improve my credit score?
        Summarize the plot of Pride and Prejudice
        What is the difference between a virus and a bacterium?
        Suggest a name for my new bakery
        I can't fall asleep, what should I do?
        Who discovered penicillin?
        Write a birthday message for my coworker
        How do noise-cancelling headphones work?
        What should I bring to a potluck?
        Is Bitcoin a good investment?
        Explain the theory of relativity in simple terms
        How do I negotiate a higher salary as a developer?
        What are some good icebreaker questions?
        Write a short story about a programmer who falls in love
        What's the capital of Canada?
        Recommend books similar to Harry Potter
        How much water should I drink per day?
        What's the best smartphone under $500?
        Describe the water cycle
        How do I get my toddler to eat vegetables?
        Fix the grammar in this sentence: She don't like apples
        What causes inflation?
        Give me a 30-minute home workout without equipment
        What do you think about remote work?
        Why do we dream?
        How do I write a good resume?
        What is the tallest building in Asia?
        Write a wedding speech for the best man
        Tell me a fun fact about octopuses
        Which streaming service has the best documentaries?
        Explain how elections work in Germany
        My computer won't turn on, what should I check?
        Draft a polite reminder about an unpaid invoice
        How long does it take to learn Spanish?
        What are the pros and cons of electric cars?
        Give me some conversation starters for a networking event in tech
        Should I get a degree in computer science or economics?
        Who is the CEO of Microsoft?
        Paraphrase this: The quick brown fox jumps over the lazy dog
        자바 커피 추천해줘
        파이썬(뱀) 키우기 어려운가요?
        오늘 점심 메뉴 추천해줘
        영어 이메일 번역해줘: 회의 일정을 변경하고 싶습니다.
        주식 시장은 어떻게 돌아가는 거야?
        양자컴퓨터를 초등학생도 알 수 있게 설명해줘
        대학생이 쓰기 좋은 노트북 추천
        개발자 자기소개서 첫 문단 써줘
        운동 시작하려는데 뭐부터 해야 할까?
        강릉 당일치기 코스 짜줘
        감기약이랑 술 같이 먹어도 돼?
        부모님께 드릴 생신 카드 문구
        된장찌개 끓이는 순서 알려줘
        조선은 왜 망했나요?
        불면증에 좋은 차가 있을까?
        연봉 협상할 때 팁 좀
        집에서 할 수 있는 부업 뭐가 있을까
        이 글을 세 줄로 요약해줘
        태양계 행성 순서
        첫 데이트에 뭐 입고 갈까
        고양이가 자꾸 우는데 왜 그래?
        전세랑 월세 중에 뭐가 유리해?
        회사 그만두고 싶을 때 어떻게 해
        아이폰이랑 갤럭시 중에 뭐가 나아?
        비트코인 지금 사도 될까?
        팀장님께 보낼 연차 신청 메일 써줘
        재밌는 넷플릭스 드라마 추천
        토마토 키울 때 물 얼마나 줘?
        면접 때 자기소개 1분 예시
        사과랑 배 중에 칼로리가 뭐가 더 높아
        독서 습관 들이는 법
        세계에서 제일 긴 강은?
        층간소음 항의 편지 써줘
        운전면허 갱신 어떻게 해?
        봄에 어울리는 시 하나 써줘
        코딩 학원 다니는 친구한테 응원 메시지 보내고 싶어
        겨울에 가기 좋은 해외여행지
        스트레스 받을 때 푸는 방법 알려줘
        블로그에 올릴 카페 후기 써줘
        지구 온난화의 원인이 뭐야
        혈압 낮추는 음식
        영어 발음 좋아지는 방법
        What's a good gift for a programmer? ⇒ A mechanical keyboard is always nice. ⇒ Something cheaper?
        Write a Python script that renames files ⇒ import os ... ⇒ Thanks! By the way, what's a good movie for tonight?
        저녁 뭐 먹지? ⇒ 파스타는 어떠세요? ⇒ 그건 어제 먹었어
        이 코드 고쳐줘: pritn("hi") ⇒ print("hi") ⇒ 고마워. 그런데 오늘 서울 날씨 어때?
        Plan a trip to Rome ⇒ Day 1: Colosseum ... ⇒ Can you add a day for shopping?
        여자친구 선물 추천해줘 ⇒ 향수나 목걸이는 어떠세요? ⇒ 더 저렴한 걸로
        How do I deal with stress? ⇒ Exercise and sleep help. ⇒ Can you give me an example?
        Explain SQL joins ⇒ An inner join returns matching rows. ⇒ Got it. Now help me write a toast for my dad's 60th birthday
        우울해 ⇒ 무슨 일이 있으셨나요? ⇒ 친구랑 싸웠어
        How do I cook rice without a rice cooker?
        Translate "I would like a table for two" into Italian
        What is the best phone for taking pictures?
        Explain blockchain like I'm five
        Write a LinkedIn summary for a data analyst
        What happens if I don't pay my credit card bill?
        Who was Cleopatra?
        Help me stay motivated while studying
        Write a love poem in the style of Shakespeare
        Can I take vitamin C and zinc together?
        What are the best beaches in Thailand?
        How do mortgages work?
        Summarize the main ideas of Sapiens
        How do airplanes stay in the air?
        Ideas for a team name for our pub quiz
        How do I calm down before an exam?
        Who invented the telephone?
        Write a farewell message to a colleague who is leaving
        How does a microwave heat food?
        What are good side dishes for grilled salmon?
        Is it worth buying gold now?
        Why is the ocean salty?
        How do I ask my manager for feedback?
        What questions should I ask at the end of an interview?
        Write a children's story about a robot learning to paint
        What language do people speak in Brazil?
        What movies are like Inception?
        How many hours of sleep do teenagers need?
        Are smart watches worth it?
        What is the greenhouse effect?
        My baby won't stop crying at night
        Make this paragraph sound more formal: hey guys, we messed up the order, sorry
        What is a recession?
        Best stretches for lower back pain
        Do you think AI will take over jobs?
        Why do onions make you cry?
        How do I quit my job gracefully?
        What is the largest desert in the world?
        Write a press release about our new coffee shop
        Give me a riddle
        What is the best podcast for learning history?
        How does the Electoral College work?
        My phone battery drains too fast
        Write an email to my landlord about a broken heater
        What's the difference between Mandarin and Cantonese?
        Is solar power worth it for a small house?
        How to make friends in a new city
        What classes should I take to become a nurse?
        Who founded Apple and when?
        What does "cut corners" mean?
        파이썬 뱀은 뭘 먹고 사나요
        아메리카노랑 라떼 칼로리 차이
        오늘 기분이 너무 안 좋아
        이 문장 일본어로 번역해줘: 내일 뵙겠습니다
        금리가 오르면 집값은 왜 떨어져?
        인공지능이 뭔지 할머니께 설명하듯 말해줘
        게임용 컴퓨터 견적 좀 봐줘
        회사 워크숍 프로그램 뭐가 좋을까?
        다이어트할 때 먹어도 되는 간식
        경주 1박 2일 코스 추천해 주세요
        타이레놀 하루에 몇 알까지 먹어도 되나요
        결혼기념일 편지 써줘
        계란말이 예쁘게 마는 법
        임진왜란은 언제 일어났어?
        아침에 일찍 일어나는 습관 만들기
        퇴직금 계산 어떻게 해?
        친한 친구가 거짓말을 했어
        뉴스 기사 요약해줘: 정부는 오늘 새로운 주택 정책을 발표했다.
        달은 왜 모양이 바뀌어?
        장례식장 갈 때 복장
        강아지 목욕은 얼마나 자주 시켜야 돼?
        자동차 보험 어디가 싸?
        상사가 너무 싫어요
        노이즈 캔슬링 이어폰 추천
        금 투자 괜찮을까
        고객에게 보낼 사과문 작성해줘
        요즘 인기 있는 웹툰 뭐 있어?
        선인장 물 주는 주기
        중학생 아들 사춘기 대처법
        바나나 보관법
        하루에 만 보 걸으면 살 빠져?
        프랑스 혁명의 원인을 설명해줘
        교수님께 메일 쓰는 법
        여권 재발급 준비물
        짧은 동화 하나 지어줘
        개발자랑 소개팅하는데 무슨 얘기 하지
        크리스마스에 뭐 하면 좋을까
        혼자 여행하기 좋은 나라
        신입사원 환영 인사말
        오존층이 뭐야?
        당뇨에 안 좋은 음식
        일본어 공부 어떻게 시작해?
        How do I bake sourdough? ⇒ You need a starter first. ⇒ How long does that take?
        Fix my CSS: .a { colr: red } ⇒ .a { color: red } ⇒ Great, thanks. What should I have for lunch?
        영화 추천해줘 ⇒ 인터스텔라는 어떠세요? ⇒ 그거 말고 코미디로
        파이썬 설치 방법 알려줘 ⇒ python.org에서 받으세요. ⇒ 알겠어. 그건 그렇고 허리 아플 때 좋은 운동 있어?
        Write a poem about the sea ⇒ The waves... ⇒ make it shorter
        How do I save money? ⇒ Make a budget. ⇒ What else?
        부산 여행 계획 세워줘 ⇒ 1일차 해운대... ⇒ 둘째 날은 좀 여유롭게 바꿔줘
        Explain pointers ⇒ A pointer holds an address. ⇒ ok enough coding for today. Recommend a relaxing song
        취업이 안 돼서 힘들어 ⇒ 많이 힘드시겠어요. ⇒ 어떻게 하면 좋을까?
        My mother runs a small bakery and wants to offer delivery on weekends. She is worried about costs and drivers. What should she think about before starting?
        Our team of six has been arguing in every meeting since the new manager came. I want to say something without making it worse. How would you start that conversation?
        I have two job offers. One pays more but requires moving to another city, the other is close to my parents. How do I decide?
        Can you write a short, warm letter to my grandmother for her eightieth birthday? She loves roses and tells great stories about the sea.
        When I try to talk to my son about school he closes the door. He is fourteen and used to tell me everything. What can I do?
        I inherited a house with an old garden. There is a huge walnut tree, some roses and a lot of weeds. What is a sensible order to make it nice again?
        We're planning a family trip to Italy with two small children and my parents. Nobody wants to drive more than three hours a day. Please propose a route.
        I'm a software developer and my doctor says my wrists need rest. Which exercises help and how many breaks should I take?
        Every time I bake bread the crust is too hard and the inside is wet. I use a normal oven and whole wheat flour. Any idea?
        In my novel the main character loses her memory after a train accident. Could you suggest three surprising ways the story may continue?
        어머니가 작은 빵집을 하시는데 주말 배달을 시작하고 싶어 하세요. 비용이랑 기사님 구하는 게 걱정이라는데 뭐부터 따져 봐야 할까요?
        새로 온 팀장님 때문에 회의 때마다 분위기가 안 좋아요. 기분 상하지 않게 말씀드리려면 어떻게 시작하는 게 좋을까요?
        합격한 회사가 두 곳인데 한 곳은 연봉이 높고 한 곳은 집에서 가까워요. 어떻게 결정하면 좋을까요?
        할머니 팔순에 드릴 편지를 따뜻하게 써 주세요. 장미를 좋아하시고 바다 이야기를 자주 하세요.
        중학생 아들이 방문을 닫고 말을 안 해요. 예전에는 다 얘기했는데 어떻게 다가가야 할까요?
        부모님 모시고 이탈리아에 열흘 가려고 합니다. 하루에 세 시간 이상은 운전하기 싫은데 경로 추천해 주세요.
        개발자로 일하는데 손목이 너무 아파요. 병원 가기 전에 집에서 할 수 있는 스트레칭 있을까요?
        빵을 구우면 겉은 딱딱하고 속은 덜 익어요. 일반 오븐에 통밀가루 쓰는데 왜 그럴까요?
        소설 주인공이 기차 사고로 기억을 잃었어요. 이야기가 이어질 수 있는 방향 세 가지만 제안해 주세요.
        스마트폰 앱으로 가계부를 쓰다가 포기했어요. 꾸준히 기록하는 습관을 들이려면 어떻게 해야 할까요?
        How can I get rid of hiccups?
        Write a haiku about winter mornings
        What's the difference between a symphony and a concerto?
        Why does my dog eat grass?
        Give me an example of a metaphor
        Can you explain how taxes work for freelancers?
        Who was the first woman in space?
        I want to learn about Roman emperors, where should I start?
        Make my bedroom look bigger
        How do I politely end a phone call?
        Which is better for a small apartment, a cat or a rabbit?
        Find a rhyme for orange
        Explain the difference between empathy and sympathy
        How do I sort out my finances?
        My phone says storage full, what can I delete?
        How long is the longest bridge in the world?
        Create a table comparing three diets
        What are the advantages of living abroad?
        Convert this recipe to metric: 2 cups of sugar
        How do I calm a crying baby on a plane?
        Show an example of a formal invitation
        How to cancel a gym contract
        Write a message to my team thanking them for the release
        What does a DevOps engineer do?
        Is a bootcamp worth the money for a career changer?
        딸꾹질 멈추는 법
        겨울 아침에 대한 시 써줘
        교향곡이랑 협주곡 차이
        강아지가 풀을 왜 먹어?
        은유법 예시 알려줘
        프리랜서 세금 어떻게 내?
        최초의 여성 우주인은 누구야
        로마 황제들에 대해 알고 싶어 뭐부터 읽을까
        방이 넓어 보이게 하려면
        전화 정중하게 끊는 법
        원룸에서 토끼 키우기 괜찮아?
        공감과 동정의 차이
        재정 관리 어떻게 시작해
        휴대폰 저장 공간이 꽉 찼는데 뭐 지우면 돼?
        세계에서 가장 긴 다리
        다이어트 세 가지 비교표 만들어줘
        해외 생활의 장점이 뭐야
        설탕 두 컵은 몇 그램이야
        비행기에서 우는 아기 달래는 법
        격식 있는 초대장 예시
        헬스장 계약 해지하는 방법
        팀원들에게 출시 축하 메시지 써줘
        데브옵스 엔지니어는 무슨 일 해?
        개발 부트캠프 비싼데 직장인한테 추천해?
        Tell me about Kyoto ⇒ Kyoto was the capital... ⇒ 언제 가는 게 제일 좋아?
        """;

    /// <summary>The turns of each conversation, oldest first.</summary>
    public static IEnumerable<string[]> Read(string prompts) =>
        prompts.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('⇒', StringSplitOptions.TrimEntries).Select(turn => turn.Replace("\\n", "\n", StringComparison.Ordinal)).ToArray());
}
