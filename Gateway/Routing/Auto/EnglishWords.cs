using System.Collections.Frozen;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>English words and what they say: 2 is decisive alone, 1 is enough when nothing speaks against it, less needs company.</summary>
internal static class EnglishWords
{
    public static readonly string[] Endings = ["s", "es", "ed", "ing", "d", "er", "ers", "'s"];

    private const string Decisive = """
        async await sql nosql json yaml toml regex regexp regexes kubernetes k8s kubectl docker dockerfile git github gitlab rebase refactor debug debugger debugging
        compile compiler compiling recursion recursive typescript javascript kotlin golang c# c++ f# php haskell elixir clojure numpy pandas pytorch tensorflow dataframe
        npm pnpm webpack vite nginx redis postgres postgresql mysql mongodb sqlite graphql grpc websocket jwt mutex semaphore segfault enum tuple nullable
        polymorphism struct boolean stdin stdout stderr async/await ci/cd node.js nodejs next.js asp.net vb.net django fastapi laravel terraform cmake kafka rabbitmq
        linq blazor xaml wpf ef nuget msbuild css html html5 scss tailwind jquery ajax leetcode fizzbuzz quicksort mergesort bubblesort memoization memoize goroutine
        middleware deserialize serialize serialization deserialization stacktrace backtrace nullpointerexception localhost codebase sdk ide vscode intellij
        pytest junit xunit nunit mocha selenium playwright cypress eslint linter prettier oauth oauth2 cors orm hibernate sqlalchemy crud dto spring-boot flutter
        assembly bytecode jvm wasm webassembly opencl cuda matplotlib scikit-learn sklearn keras jupyter bash zsh powershell makefile cron crontab systemd vim emacs
        hashmap arraylist iterator iterable namespace typedef malloc printf println foreach elif constexpr lambda lambdas uuid
        """;

    private const string Strong = """
        python java api apis endpoint endpoints algorithm array arrays database databases variable repository repo schema unittest callback parser parse parsing
        programming coding coder programmer linux unix ubuntu subquery concurrency multithreading multithreaded asynchronous synchronous authentication-token
        backend frontend fullstack microservice microservices container-image react vue angular svelte flask lint syntax pointer dereference
        null undefined nan int exception exceptions def xml csv utf-8 unicode http https tcp udp dns ssh tls url urls cli gui bitwise hashing
        caching throttle debounce serialize payload webhook webhooks ansible jenkins maven gradle scala perl lua matlab fortran cobol dart swiftui
        """;

    private const string Plain = """
        code codes function functions bug bugs loop loops deploy deployment deployed script scripts query queries server class classes import imports
        """;

    private const string Weak = """
        method methods object objects string strings error errors interface generics thread threads cache index pipeline commit commits merge branch
        test tests software developer developers program programs terminal shell rust swift ruby stack queue heap tree node nodes graph matrix
        inheritance closure module modules package dependency dependencies framework library plugin token tokens timeout latency throughput log logs logging
        config configuration settings migration proxy cookie session sessions bit bits byte bytes integer float double implement implementation iterate
        optimize app web browser data type types render component components field column columns row rows table tables key keys value values crash crashes
        """;

    private const string Everyday = """
        recipe cook cooking bake dinner lunch breakfast restaurant soup pasta cake kimchi travel trip itinerary vacation holiday flight hotel beach weather
        poem poetry haiku song lyrics story novel movie film book email essay speech birthday wedding gift party friend boyfriend girlfriend husband wife
        relationship feeling sad happy lonely anxious anxiety stress stressed sleep insomnia diet workout exercise yoga doctor headache symptom symptoms vitamin
        history historical war president king queen empire revolution philosophy philosopher religion economics inflation stocks investing tax taxes mortgage rent
        translate translation summarize proofread grammar resume letter meeting newsletter slogan joke riddle dog dogs cat cats puppy kitten kid kids child
        children baby garden gardening plants clean cleaning laundry furniture paint painting guitar piano violin dance soccer football baseball basketball
        museum city capital country countries semester school teacher homework student coffee tea wine beer dream dreams advice motivation motivate mom dad mother father
        parents family neighbor boss coworker interview career salary hobby hobbies camping hiking running marathon heart liver blood cancer vaccine planet moon
        star stars galaxy ocean mountain river animal animals bird birds fish dinosaur shakespeare poet artist singer band concert theater christmas halloween
        thanksgiving seoul korea korean japan paris london tokyo busan jeju election government law lawyer politics climate healthy health skin hair fashion outfit
        """;

    public static readonly FrozenDictionary<string, double> Code =
        Read((Weak, 0.5), (Plain, 1), (Strong, 1.5), (Decisive, 2));

    public static readonly FrozenDictionary<string, double> Chat = Read((Everyday, -1));

    private static FrozenDictionary<string, double> Read(params (string Words, double Weight)[] lists)
    {
        var words = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (list, weight) in lists)
        {
            foreach (var word in list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                words[word] = weight;
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
