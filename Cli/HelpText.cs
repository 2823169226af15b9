using LocalAi.Cli.Terminal;

namespace LocalAi.Cli;

/// <summary>
/// <c>ai --help</c>. Written by hand: it shows what people do instead of an alphabet of options, and it is printed before
/// anything else is loaded. A test checks that every option and command stands in it.
/// </summary>
internal static class HelpText
{
    public static string Text => Language.Pick(English, Korean);

    private const string English = """
        ai: ask your models and your documents from any terminal

        ask
          ai "question"                     answer from the language model, streamed
          git diff | ai "review this"       piped text is read with the question
          ai -i, --interactive              a conversation; :help lists its commands
            --code | --chat                 ask code-7b or chat-7b
            -m, --model NAME                auto (default), chat-7b or code-7b
            -s, --system TEXT               instructions for the model
            -t, --temperature 0..2          how free the answer is
            --max-tokens N                  longest answer
            --no-stream                     print the answer when it is complete

        documents
          ai --index PATH...                make folders or files searchable
          ai -r, --rag "question"           answer from them, with citations
            -c, --collection NAME           collection (default: default)
            -f, --filter KEY=VALUE          path=, type=, tag=, after=, before=
            --top 1..50                     most sources
            --sources                       only the sources, with their text
          ai collections                    list | show | delete | verify | rebuild
          ai jobs                           list | show | cancel | resume

        tools
          ai --mcp TOOL --mcp-args JSON     call a tool of the agent service
          ai approvals                      list | approve | deny

        models and keys
          ai models                         list | use | load | unload | pull
          ai keys                           create | list | revoke

        scheduler
          ai rhythm                         plan | tasks | runs | run | pause | resume | policy |
                                            profile | alerts | junk | report | settings |
                                            watchers

        this machine
          ai status                         what runs, and what it uses
          ai doctor                         what is wrong, and how to fix it
          ai install                        make ai available in every folder
          ai completion bash|zsh|fish|pwsh  script for Tab in your shell

        everywhere
          --json                            print JSON instead of text
          --verbose                         model, timings and full errors on standard error
          --gateway URL, --rag-url URL, --embedding-url URL, --agent-url URL
                                            addresses of the services
          -h, --help                        this page; `ai COMMAND --help` for a command
          --version

        exit codes: 0 done, 1 error, 2 wrong command line, 3 not running, 4 no model, 130 cancelled

        """;

    private const string Korean = """
        ai: 어느 터미널에서나 내 모델과 내 문서에 묻기

        묻기
          ai "질문"                         언어 모델의 답을 오는 대로 보여 줌
          git diff | ai "검토해 줘"         파이프로 받은 글을 질문과 함께 읽음
          ai -i, --interactive              대화하기; :help로 명령 보기
            --code | --chat                 code-7b 또는 chat-7b에 묻기
            -m, --model 이름                auto(기본값), chat-7b, code-7b
            -s, --system 글                 모델에 주는 지시
            -t, --temperature 0..2          답의 자유로움
            --max-tokens N                  답의 최대 길이
            --no-stream                     답이 끝난 뒤에 출력

        문서
          ai --index 경로...                폴더나 파일을 검색할 수 있게 색인
          ai -r, --rag "질문"               문서에서 근거와 함께 답하기
            -c, --collection 이름           컬렉션(기본값: default)
            -f, --filter KEY=VALUE          path=, type=, tag=, after=, before=
            --top 1..50                     근거의 최대 수
            --sources                       근거만 본문과 함께 출력
          ai collections                    list | show | delete | verify | rebuild
          ai jobs                           list | show | cancel | resume

        도구
          ai --mcp 도구 --mcp-args JSON     도구 서버의 도구 호출
          ai approvals                      list | approve | deny

        모델과 키
          ai models                         list | use | load | unload | pull
          ai keys                           create | list | revoke

        스케줄러
          ai rhythm                         plan | tasks | runs | run | pause | resume | policy |
                                            profile | alerts | junk | report | settings |
                                            watchers

        이 컴퓨터
          ai status                         무엇이 실행 중이고 얼마나 쓰는지
          ai doctor                         문제와 해결 방법 찾기
          ai install                        어느 폴더에서나 ai 쓰기
          ai completion bash|zsh|fish|pwsh  셸의 Tab 완성 스크립트

        공통
          --json                            글 대신 JSON으로 출력
          --verbose                         모델, 시간, 자세한 오류를 표준 오류로 출력
          --gateway URL, --rag-url URL, --embedding-url URL, --agent-url URL
                                            서비스의 주소
          -h, --help                        이 도움말; 명령별 도움말은 `ai 명령 --help`
          --version

        종료 코드: 0 완료, 1 오류, 2 잘못된 명령줄, 3 실행 중 아님, 4 모델 없음, 130 취소

        """;
}
