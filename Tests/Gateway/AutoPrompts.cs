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
        How can I make my list comprehension more readable?
        My Flask route returns a 405, why?
        What does the yield keyword do?
        Rewrite this loop as a map: for (const u of users) { out.push(u.id) }
        Can you explain what a mutex is?
        I get "Segmentation fault (core dumped)" when I free the pointer twice
        Give me an example of a generic repository in C#
        How do I add pagination to my GraphQL query?
        Why is my Redis cache never invalidated after an update?
        Explain the SOLID principles
        How do I store passwords safely in my app?
        Please comment on my PR: it moves the validation into a middleware
        Convert 0xFF to decimal and show how to do that in Go
        write me a tampermonkey userscript that hides youtube shorts
        What happens when I call Promise.all with an empty array?
        Which HTTP method should an idempotent update use?
        Help me understand big O notation
        How to remove duplicates from an array
        Terraform plan wants to recreate my database, what should I do?
        My unit tests pass locally but fail in CI
        what's the point of interfaces if I can just use classes
        Kotlin coroutines vs Java virtual threads
        I need a spreadsheet formula that looks up a price by product id
        Explain how a hash table handles collisions
        How would you design a URL shortener?
        Generate fake JSON data for testing with 5 users
        The page is blank after I run vite build
        let x = 5; x += "3"; what is x?
        What's the best data structure for an autocomplete?
        How do I undo a git reset --hard?
        Set up ESLint and Prettier in a monorepo
        Is it OK to use a global variable in Python?
        Add error handling
        How do I stream a file upload to S3?
        vim: how to replace all tabs with spaces
        Explain memoization
        How do I sort a dictionary by its values?
        Difference between left join and inner join
        What does "permission denied (publickey)" mean?
        make the button blue on hover
        이 재귀 함수가 왜 무한 루프에 빠지는지 알려줘
        파이썬에서 리스트를 역순으로 정렬하는 방법
        스프링 빈 순환 참조 오류 해결법
        git에서 특정 커밋만 가져오려면 어떻게 해?
        자바스크립트 클로저가 뭔지 예제로 설명해줘
        엑셀 VBA로 시트마다 파일로 저장하는 매크로 만들어줘
        리액트에서 상태가 업데이트 안 되는 이유가 뭐야?
        도커 이미지 용량 줄이는 방법 알려줘
        쿼리가 너무 느린데 인덱스를 어디에 걸어야 할까?
        이 코드 리뷰해줘: def f(x): return x if x else None
        C++에서 스마트 포인터 언제 써야 해?
        정규표현식으로 이메일 주소 추출하고 싶어
        젠킨스 파이프라인에서 빌드 실패하면 슬랙으로 알림 보내기
        API 응답이 늦을 때 타임아웃 처리 어떻게 해?
        피보나치 수열을 동적 계획법으로 구현해줘
        NullPointerException 나는데 어디가 문제일까
        타입스크립트 제네릭 쉽게 설명해 줘
        모바일에서만 메뉴가 안 보이게 하려면 CSS를 어떻게 써야 하나요
        배열에서 두 번째로 큰 값을 찾는 알고리즘
        JWT 토큰 만료되면 어떻게 갱신하나요?
        리눅스에서 특정 포트 쓰는 프로세스 죽이는 명령어
        주석 좀 달아줘
        테스트 커버리지 올리는 방법
        쓰레드와 프로세스 차이
        플러터로 로그인 화면 만드는 법
        인증서 오류 때문에 curl이 안 돼요
        DB 정규화 3단계까지 설명해줘
        변수 이름 짓는 규칙 알려줘
        엑셀에서 VLOOKUP 쓰는 법
        판다스로 결측치 처리하기
        싱글톤 패턴은 왜 안티패턴이라고 해?
        깃허브 액션에서 캐시 쓰는 법
        웹소켓이랑 롱폴링 차이가 뭐야
        로그 파일에서 에러만 뽑아서 날짜별로 세고 싶어
        우분투에 nginx 설치하고 리버스 프록시 설정하기
        std::vector 와 std::list 중 뭐가 빨라요?
        이 함수의 시간 복잡도는?
        라즈베리파이로 온도 센서 값 읽는 코드
        메모리 누수 어떻게 찾지?
        OOM 나는 파드 디버깅 방법
        How do I write a generator that lazily reads a huge file?
        What is currying?
        Explain the CAP theorem with a practical example
        Why is my Angular observable firing twice?
        How would you model a many-to-many relation?
        My goroutine leaks, how do I find out where?
        What's the difference between == and === ?
        Create a Makefile target that cleans the build folder
        Sort these objects by date descending
        How can I add dark mode to my site?
        Explain what idempotency means for a payment endpoint
        Is there a way to hot reload in Spring?
        my for loop skips the last element
        How do I catch an exception and rethrow it with the original trace?
        Draw a sequence diagram of an OAuth login in mermaid
        Convert this curl command to fetch
        Rust borrow checker says value moved here, what does that mean?
        What is a bloom filter good for?
        Write a query returning the top three customers by revenue
        How do I fix "Module not found: Can't resolve './App'"?
        Build me a landing page with a hero section and a contact form
        Which sorting algorithm is stable?
        How to make a Discord bot that plays music
        Why would I use a message broker like RabbitMQ?
        How should I version my REST API?
        Explain blue-green deployments
        Give me the Big O of inserting into a balanced BST
        Can you turn this into a one-liner?
        What does the 'static' modifier do?
        Name three ways to avoid N+1 queries
        Please add type annotations
        Explain the observer pattern
        How do I write a custom hook for debouncing input?
        What is tail recursion?
        how to loop through a string in reverse
        Run a command every time a file changes on linux
        엔드포인트에 인증 미들웨어 추가하는 방법
        자바에서 추상 클래스랑 인터페이스 중에 뭘 써야 하나요
        포인터가 이해가 안 돼요
        이진 트리 순회 종류 알려줘
        크롬 확장 프로그램 만들고 싶은데 어디서 시작하지
        예외 처리를 어떻게 하는 게 좋을까
        람다식이 뭐예요?
        카프카 컨슈머가 메시지를 중복으로 읽어요
        멱등성이 왜 중요해?
        아두이노로 LED 깜빡이게 하려면
        빌드가 갑자기 안 돼
        컴포넌트를 재사용 가능하게 나누고 싶어
        CI에서만 테스트가 깨져
        JSON을 예쁘게 출력하는 방법
        퀵소트 설명해줘
        로컬에서는 되는데 배포하면 이미지가 안 떠요
        상속보다 합성을 쓰라는 게 무슨 뜻이야
        오라클에서 날짜 차이 구하는 법
        커밋 메시지 잘 쓰는 법
        엘라스틱서치 한글 형태소 분석기 설정
        캐시 무효화 전략 정리해줘
        세그멘테이션 폴트가 나요
        파이썬 가상환경 만드는 법
        주석에 있는 TODO를 전부 찾아줘
        How do I center a modal vertically?
        What's a good way to structure a large Express project?
        why does sorting numbers with sort() give 10 before 9
        Explain Docker networking modes
        How do transactions roll back in Postgres?
        Generate a UUID in Java
        What is the difference between authentication and authorization in a web app?
        I need to split a 2GB log into smaller chunks from the shell
        Write a haiku generator in Python
        My service gets OOMKilled every night
        What's the difference between stack and heap?
        Give me boilerplate for an Express server
        Does the order of columns in a composite index matter?
        Can you help me port this to Swift?
        How do I kill a zombie process?
        Explain what a closure captures
        Parse this: {"a": [1, 2, {"b": null}]}
        How can two threads share a counter safely?
        Find the off-by-one in my loop bounds
        Make a tic-tac-toe game I can play in the browser
        How do I roll back a bad migration?
        What is a foreign key good for?
        Write a cron expression for every weekday at 9
        How to detect a cycle in a directed graph
        Suggest a folder layout for a Flutter project
        깃에서 원격 브랜치를 지우는 명령
        API 호출을 재시도하는 코드
        파이썬 딕셔너리 정렬
        파일 업로드 진행률을 화면에 보여주고 싶어
        이 쿼리 인덱스 타게 고쳐줘
        두 날짜 사이의 일수를 계산하는 프로그램
        C#에서 문자열을 숫자로 바꾸는 법
        리액트 훅 규칙이 뭐야
        비동기랑 병렬의 차이
        토큰을 쿠키에 저장해도 안전한가요
        쿠버네티스 파드가 계속 재시작돼요
        모듈을 찾을 수 없다고 나와요 npm run dev 하면
        객체지향 5원칙
        크롬에서만 폰트가 깨져 보여요 css 문제인가
        페이지 로딩이 느린데 이미지 최적화 어떻게 하나요
        스택으로 큐를 구현하는 방법
        테이블에 컬럼 하나 추가하고 기본값 넣으려면
        자바 컬렉션 프레임워크 정리
        소켓 통신 예제
        웹 크롤링하다가 차단당했어
        함수형 프로그래밍의 장점
        리눅스 권한 755가 무슨 뜻이야
        환경별로 설정 파일 나누는 방법
        디스코드 봇 토큰 유출됐는데 어떻게 해야 해
        간단한 계산기 앱 만들어줘
        How do I keep a socket alive behind NAT?
        Pros and cons of monoliths
        Explain event sourcing like I'm five
        What's wrong with storing money as a double?
        Why do I need a lock file?
        My CSS animation stutters on Safari
        Show me how to read user input in C++
        How big can a VARCHAR be?
        Suggest variable names for a retry counter
        How do I profile memory in a Node process?
        When should I denormalize?
        convert unix time to human readable
        How do I stop SQL injection?
        Add a progress bar to this upload
        What does "use strict" do
        Count words in a text file with one command
        How do I share state between two components?
        Should I commit node_modules?
        Explain futures and promises
        Why is my image not showing in the README?
        How do I resize an image while keeping its aspect ratio in the browser?
        Is Rust faster than C++?
        How to check whether a string is a palindrome
        Explain the difference between PUT and PATCH
        Write tests first or code first?
        Which license should I choose for my open source library?
        서버리스가 뭐야
        자바랑 코틀린 중에 뭐부터 배울까
        빈 배열인지 확인하는 법
        쿼리 결과를 캐싱하고 싶어요
        포트폴리오 사이트를 깃허브 페이지로 배포하는 방법
        왜 console.log가 두 번 찍혀?
        입력값 검증은 프론트에서 해야 해 백엔드에서 해야 해?
        파이썬으로 엑셀 파일 합치기
        스레드 세이프하게 싱글턴 만들기
        맥에서 포트 3000 쓰는 프로세스 찾기
        재시도 로직 넣어줘
        두 테이블을 합쳐서 조회하고 싶어
        안드로이드 앱 서명 키를 잃어버렸어
        가장 긴 공통 부분 수열
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
        What should I cook with leftover rice?
        Plan a three-day trip to Jeju for my parents
        Who won the 1998 World Cup?
        Is it normal to feel tired after a flu shot?
        Give me five name ideas for a coffee shop
        How do I ask my boss for a raise?
        What's the difference between a latte and a flat white?
        Summarize this article about climate change in three bullets
        How long should I boil eggs?
        Translate "I'm running late" into Japanese
        My landlord won't return my deposit, what can I do?
        Suggest a workout routine for beginners
        What does the idiom "break the ice" mean?
        Tell me a bedtime story about a brave turtle
        How does the stock exchange work?
        Should I lease or buy a car?
        What are the symptoms of a vitamin D deficiency?
        Help me choose a birthday present for my sister
        Which class should I take at the gym, spinning or yoga?
        What is the function of the kidneys?
        How do I get red wine stains out of a carpet?
        I want to learn programming, is it too late at 45?
        Is a career as a software developer stressful?
        Recommend some science fiction novels
        What are the rules of chess castling?
        The tree in my garden has white spots on its leaves
        How do I string a guitar?
        How many branches of government are there in the US?
        Explain quantum entanglement to a child
        My dog keeps barking at night
        How should I prepare for a job interview at Google?
        Who invented the computer?
        What's a good password manager for my family?
        How do I restart my router?
        How is the weather in Seoul in October?
        What is the plot of The Matrix?
        What are good habits for better sleep?
        Compare Buddhism and Hinduism
        김치찌개 맛있게 끓이는 법 알려줘
        부산에서 2박 3일 여행 코스 추천해줘
        부모님 환갑 선물로 뭐가 좋을까?
        자기소개서 첫 문장 다듬어줘
        요즘 잠이 안 와서 힘들어
        영어 회화 공부는 어떻게 시작하면 좋을까?
        회의록 요약해줘
        전세 계약할 때 주의할 점
        고양이가 밥을 안 먹어요
        MBTI가 INFJ인 사람 특징
        주식 초보인데 뭐부터 해야 해?
        결혼식 축사 써줘
        심리 테스트 재밌는 거 알려줘
        이번 주말에 볼 만한 영화 추천
        감기 걸렸을 때 먹으면 좋은 음식
        아이 이름 지어줘 성은 김이야
        층간소음 때문에 미치겠어
        운전면허 필기 시험 잘 보는 법
        개발자로 이직하려면 나이가 중요할까?
        요가 클래스 처음 가는데 뭘 준비해?
        함수가 어려운 중3 아들 수학 공부법
        전단지 배포 알바 시급이 얼마야?
        우리 회사 복지 제도 안내문 작성해줘
        아파트 현관 비밀번호를 바꾸고 싶어
        인공지능이 일자리를 없앨까?
        친구랑 싸웠는데 먼저 사과해야 할까
        제주도 날씨 어때
        연말정산 언제 해?
        배열이 예쁜 꽃꽂이 방법
        기타 코드 잡는 법 쉽게 알려줘
        컴퓨터 고를 때 뭘 봐야 해?
        이 문장을 영어로 번역해줘: 서버가 내려가서 죄송합니다
        사주에서 말하는 역마살이 뭐야?
        다이어트 식단 일주일치 짜줘
        시 한 편 써줘, 주제는 가을
        세종대왕이 한글을 만든 이유
        코로나 테스트 어디서 받아요?
        Which language should I learn for traveling in South America?
        How do I get better at public speaking?
        Explain the plot of Inception
        What should I wear to a summer wedding?
        Can you recommend a good sushi place in Busan?
        Write a LinkedIn post about my promotion
        How do I deal with a difficult coworker?
        What is inflation and why does it hurt savings?
        My printer is offline, what can I do?
        Give me three icebreakers for a team meeting
        How many calories are in an avocado?
        Explain the offside rule
        What's the best way to learn the guitar?
        Draft an apology to a customer whose order arrived late
        What is the difference between weather and climate?
        Which phone has the best camera?
        Tell me about the Joseon dynasty
        Is intermittent fasting healthy?
        Plan a surprise party for my husband
        How can I save money on groceries?
        Name some famous painters of the Renaissance
        What does a project manager do all day?
        How do I cancel my gym membership?
        Will AI replace programmers?
        I have a bug bite that itches, what helps?
        What's a good class to take in my first year of college?
        Explain how a bill becomes law
        How do black holes form?
        Which bank account is best for students?
        My son's school has a new dress code, is that legal?
        Give feedback on the tone of this message: "Please send the report by Friday."
        How do I test whether an egg is fresh?
        Summarize the second world war in five sentences
        내일 소개팅인데 무슨 얘기를 하면 좋을까
        강아지 산책은 하루에 몇 번이 적당해?
        허리가 아플 때 하는 스트레칭
        서울에서 아이랑 갈 만한 곳
        퇴사한다고 어떻게 말하지
        삼국지 등장인물 관계 정리해줘
        이유식 언제 시작해?
        비 오는 날 듣기 좋은 노래
        면접에서 단점 물어보면 뭐라고 해
        집들이 음식 뭐 하지
        와이파이가 자꾸 끊겨요
        핸드폰 배터리 오래 쓰는 법
        환율이 왜 올라?
        유럽 배낭여행 경비 얼마나 들까
        우울할 때 어떻게 해야 할까
        카톡 프로필 문구 추천
        논문 초록 교정해줘
        고등학교 수행평가 주제 추천해줘
        명절에 시댁 가기 싫어
        기차표 예매 취소 수수료
        한국 프로그램 중에 재밌는 예능 추천해줘
        보험 약관 쉽게 설명해줘
        책상 배치 어떻게 하면 좋을까
        프로그램 하나 등록하면 헬스장 몇 번 갈 수 있어?
        How do I write a resignation letter?
        What is a healthy breakfast for athletes?
        Can you explain the trolley problem?
        Which documents do I need to renew my passport?
        How to keep basil alive indoors
        Give me a summary of Romeo and Juliet
        What time zone is Portugal in?
        Is it rude to tip in Japan?
        What are the main arguments for universal basic income?
        Write a wedding toast for my best friend
        How do I remove a stripped screw?
        My laptop fan is very loud, should I worry?
        Explain how a refrigerator works
        What's the tallest building in the world?
        I had a fight with my mom and feel terrible
        Suggest a name for my podcast about gardening
        Help me plan a budget on 2,000 dollars a month
        Compare electric and hybrid cars
        How do you pronounce "quinoa"?
        Who wrote The Little Prince?
        Tips for a long flight with a toddler
        Rewrite this sentence to sound friendlier: We cannot accept your return.
        What is the best time to visit Iceland?
        Why do cats purr?
        What is a mortgage?
        기침이 2주째 안 멈춰요
        신혼여행지로 어디가 좋아?
        중고차 살 때 확인할 것
        수박 잘 고르는 방법
        발표할 때 안 떨리는 법
        세뱃돈 얼마 주면 적당할까
        일본어 히라가나 빨리 외우는 법
        아침형 인간이 되고 싶어
        한국사 시험 공부 순서
        이사할 때 체크리스트
        남자친구 생일 편지 써줘
        전기세 아끼는 법
        블로그 글 제목 추천해줘 주제는 캠핑
        고려와 조선의 차이
        노트북 추천해줘 대학생이 쓸 거야
        장마철 빨래 냄새 없애는 법
        축구에서 오프사이드가 뭐야
        아이가 학교 가기 싫대요
        요즘 뜨는 직업이 뭐야
        나트랑 4박 5일 경비
        회사 동료 결혼식 축의금
        감자로 할 수 있는 반찬
        우리나라 대통령 임기는 몇 년이야
        헬스 처음인데 무슨 운동부터 하지
        Invent a party game for ten people
        Which app is good for learning Spanish?
        Plan a game night with friends
        Create a meal plan for a week
        Make a list of things to pack for camping
        Write a fairy tale about a dragon who hates fire
        Can you build me a workout plan?
        How do I build a bookshelf?
        Design a logo idea for my bakery
        What tools do I need to change a tire?
        How do I become a game designer?
        Develop a study schedule for my finals
        보드게임 추천해줘
        가계부 앱 추천
        아이랑 할 수 있는 게임 알려줘
        계산기 없이 암산 빨리 하는 법
        동네 맛집 사이트 추천해줘
        게임 중독에서 벗어나는 방법
        여행 계획 짜줘
        식단표 만들어줘
        """;

    /// <summary>One prompt a line.</summary>
    public static IEnumerable<string> Lines(string prompts) => prompts.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
