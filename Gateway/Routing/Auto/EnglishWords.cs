using System.Collections.Frozen;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>English words and what they say: 2 is decisive alone, 1 is enough when nothing speaks against it, less needs company.</summary>
internal static class EnglishWords
{
    private static readonly string[] Endings = ["s", "es", "ed", "ing", "d", "er", "ers", "'s"];

    /// <summary>No everyday meaning.</summary>
    private const string Terms = """
        async await sql nosql json jsonb yaml toml regex regexp regexes kubernetes k8s kubectl dockerfile git github gitlab bitbucket rebase refactor debug debugger debugging
        compiler recursion recursive typescript javascript kotlin golang c# c++ f# php haskell elixir erlang clojure numpy pytorch tensorflow dataframe
        npm pnpm webpack vite nginx redis postgres postgresql mysql mariadb mongodb sqlite graphql grpc websocket websockets jwt mutex semaphore segfault enum enums tuple tuples nullable
        polymorphism struct structs boolean stdin stdout stderr async/await ci/cd node.js nodejs next.js vue.js asp.net vb.net django fastapi laravel terraform cmake rabbitmq
        linq blazor xaml wpf nuget msbuild css html html5 scss tailwind jquery ajax leetcode fizzbuzz quicksort mergesort bubblesort memoization memoize goroutine goroutines
        middleware deserialize serialize serialization deserialization stacktrace backtrace nullpointerexception localhost codebase sdk ide vscode intellij
        pytest junit xunit nunit selenium playwright eslint oauth oauth2 cors orm hibernate sqlalchemy crud dto spring-boot flutter
        bytecode jvm wasm webassembly opencl cuda matplotlib scikit-learn sklearn keras jupyter zsh powershell makefile cron crontab systemd systemctl emacs
        hashmap hashset arraylist iterator iterable namespace typedef malloc calloc printf println foreach elif constexpr lambdas uuid guid div iframe flexbox viewport
        stylesheet traefik haproxy kibana elasticsearch logstash grafana memcached openssl autoscaling kubelet configmap nodeport ec2 dynamodb cloudformation bigquery
        sudo chmod chown rsync tmux awk sed grep curl wget xargs pip pipenv virtualenv venv conda gradle maven ansible webhook webhooks subquery subqueries upsert
        varchar foreignkey changelog monorepo submodule gitignore readme.md unittest unittests tsconfig eslintrc babel nestjs nuxt sveltekit axios expressjs redux usestate useeffect
        dom htmx tokenizer backpropagation hyperparameter multithreading multithreaded deadlock deadlocks mutexes preprocessor linker disassemble decompile
        instantiate instantiation initializer getter getters setter setters constructor constructors destructor dereference nullptr stdlib vba wsl bigint smallint
        """;

    /// <summary>Tools, keywords and techniques: names that nobody meets elsewhere.</summary>
    private const string Jargon = """
        vuejs prisma ggplot ggplot2 dplyr tidyverse latex boto3 s3 rds iam sqs sns eks ecs gke gcs fargate cloudfront cloudwatch netlify vercel supabase auth0 okta keycloak saml oidc ldap
        excel vlookup xlookup spreadsheet spreadsheets tkinter opencv opengl vulkan directx shader shaders glsl hlsl beautifulsoup scrapy pyspark hadoop airflow snowflake dbt jsp servlet servlets
        gtk pyqt cordova ionic electron xcode uikit cocoapods ktor retrofit okhttp rxjava rxjs mobx zustand vitest jest storybook puppeteer mongoose sequelize typeorm knex koa fastify celery gunicorn uvicorn
        pydantic mypy pylint rspec sidekiq symfony phpunit wordpress drupal magento tokio serde rustc gorm protobuf thrift avro zookeeper consul istio linkerd argocd helm kustomize minikube podman vagrant virtualbox
        vmware pulumi iptables nftables ufw selinux dmesg journalctl lsof strace gdb valgrind htop nohup sshd scp sftp nfs fstab uefi dhcp vlan subnet cidr ipv4 ipv6 wireguard rollup esbuild turborepo
        endian endianness bitmask heapsort dijkstra bfs dfs trie knapsack backtracking b-tree avl checksum base64 md5 sha256 hmac csrf xss ssrf idempotent idempotency sharding denormalize dedupe deduplicate oom gc jit aot
        abi ffi simd raycast quaternion elif var const typeof instanceof sizeof lvalue rvalue decltype noexcept argv argc kwargs args printf scanf cout cin endl fprintf fopen realloc memcpy strlen strcmp goroutine
        presigned paginate pagination polyfill transpile minify hoisting debouncing throttling rerender re-render re-renders hydration ssr ssg spa pwa props prop jsx tsx usememo usecallback usestate useref
        nat monolith monoliths lockfile readme codec aes rsa ecdsa x509 totp csr pem keystore keytool sso cdn cdns gzip brotli etag etags rfc mime multipart formdata xmlhttprequest eventsource
        lodash chart.js d3.js three.js webgl webrtc svg svgs dompurify emscripten pnpm deno bun gunzip ffmpeg imagemagick pandoc graphviz plantuml mermaid swagger openapi postman insomnia
        memcache valkey clickhouse duckdb cassandra couchdb neo4j influxdb timescaledb cockroachdb pgbouncer psql mysqldump sqlx psycopg2 pgvector faiss qdrant milvus langchain ollama huggingface pytest-mock
        toctou fuzzing linting typecheck typechecker monkeypatch metaprogramming reentrant reentrancy thunk thunks trampolines bytebuffer bytearray stringify jsonpath xpath xslt soap wsdl rpc xmlrpc mqtt amqp coap modbus
        vtable raii sfinae mixin mixins decorators generics codepoint codepoints bigint bignum radix-sort trie tries treap hashcode gethashcode tostring valueof isnan parseint parsefloat
        xargs tee printenv ulimit crontabs systemd-timer initramfs grub lvm zfs btrfs raid smb samba rdp vnc ldconfig pkg-config autotools automake ninja bazel buck2 nix nixos asdf nvm pyenv rbenv rustup
        symlink symlinks inode cronjob daemon stdout firmware kernel bootloader hypervisor hostname dotfiles zshrc bashrc homebrew chocolatey rpm deb dpkg apt yum dnf pacman snapcraft
        """;

    /// <summary>Words of the trade that others hardly use.</summary>
    private const string Trade = """
        api apis endpoint endpoints database databases repo schema callback parser parse parsing linux unix ubuntu debian concurrency asynchronous backend frontend fullstack
        microservice microservices null nan int def xml csv utf-8 unicode http https tcp udp dns ssh tls ssl urls cli gui bitwise hashing debounce
        """;

    /// <summary>Languages, tools and words of the trade that also mean a snake, a coffee, a coast.</summary>
    private const string Names = """
        python java docker bash ruby rust scala perl lua swift dart julia cobol fortran matlab pandas spring flask react angular svelte vue kafka jenkins mocha cypress vim
        lambda assembly prettier linter lint ef
        algorithm array arrays variable repository synchronous syntax pointer undefined exception exceptions caching throttle payload swiftui programming coding
        oracle spark unity unreal firebase aws azure gcp heroku terminal
        """;

    private const string Common = """
        code codes function functions bug bugs loop loops deploy deployment deployed script scripts query queries server class classes import imports
        regexp compile bot bots snippet cli scraper crawler formula formulas macro macros plugin commit commits merge rollback rebuild override overload iterate iteration username hostname
        """;

    private const string Weak = """
        method methods object objects string strings error errors interface generics thread threads cache index pipeline branch branches staged unstaged undo
        test tests software program programs shell stack queue heap tree node nodes graph matrix list lists sort sorted nested
        inheritance closure closures module modules package dependency dependencies framework library token tokens timeout latency throughput log logs logging
        config configuration settings migration proxy cookie cookies session sessions bit bits byte bytes integer float double implement implementation iterate
        optimize app web browser data type types render component components field column columns row rows table tables key keys value values crash crashes
        container containers pod pods image images port ports host hosts client request requests response status header headers body route routes router upload download
        file files folder directory path command commands flag argument arguments parameter parameters return returns input output print sum count filter map reduce
        user users login password auth scroll padding margin pixel pixels layout grid button label labels page responsive mobile linear constant constants
        element elements item items character characters digit digits substring prefix suffix delimiter whitespace newline escape encode decode timestamp
        statement expression operator instance inherit subclass private public static void virtual abstract
        """;

    private const string Everyday = """
        recipe cook cooking bake dinner lunch breakfast restaurant soup pasta cake kimchi travel trip itinerary vacation holiday flight hotel beach weather
        poem poetry haiku song lyrics story novel movie film book email essay speech birthday wedding gift party friend boyfriend girlfriend husband wife
        relationship feeling sad happy lonely anxious anxiety stress stressed sleep insomnia diet workout exercise yoga doctor headache symptom symptoms vitamin
        history historical war president king queen empire revolution philosophy philosopher religion economics inflation stocks investing tax taxes mortgage rent
        translate translation summarize proofread grammar resume letter meeting newsletter slogan joke riddle dog dogs cat cats puppy kitten kid kids child
        children baby garden gardening plants clean cleaning laundry furniture paint painting guitar piano violin dance soccer football baseball basketball
        museum city capital country countries semester school teacher homework student coffee tea wine beer dream dreams advice motivation motivate mom dad mother father
        parents family neighbor boss coworker interview career salary hobby hobbies camping hiking hike running marathon heart liver blood cancer vaccine planet moon
        star stars galaxy ocean mountain river animal animals bird birds fish dinosaur shakespeare poet artist singer band concert theater christmas halloween
        thanksgiving seoul korea korean japan paris london tokyo busan jeju election government law lawyer politics climate healthy health skin hair fashion outfit
        eat eating drink drinking meal snack bread cheese chocolate meat chicken vegetable vegetables fruit sugar salt oven kitchen knife
        snake snakes horse cow pig sheep pet pets veterinarian insect insects lake forest island sea sun rain snow wind summer winter autumn
        house apartment bedroom bathroom sofa curtain curtains shirt shoes dress jacket jewelry necklace bracelet
        car taxi bus train airplane airport passport luggage suitcase driver driving parking ticket tickets
        brother sister uncle aunt grandmother grandfather grandma grandpa cousin nephew niece son daughter toddler bride groom
        pain fever cough flu medicine hospital nurse dentist surgery pregnant pregnancy stomach muscle muscles
        century ancient medieval pope christianity buddhism church temple bible god novelist actor actress comedy tragedy drama
        strike union police court crime prison army navy soldier culture tradition festival museum society women men
        college university campus dormitory professor scholarship tuition kindergarten
        job hire hiring recruiter employee employees employer colleague promotion manager landlord tenant angry polite politely
        """;

    /// <summary>People and their trade. Talk about them is rarely a request for code.</summary>
    private const string People = """
        developer developers engineer engineers programmer programmers coder coders admin admins analyst analysts designer designers team teams
        recruiter recruiters freelancer freelancers intern interns founder founders consultant consultants architect architects tester testers manager managers
        """;

    /// <summary>What sentences are made of, and how something is asked for: says nothing about the subject.</summary>
    private const string Empty = """
        a an the this that these those it its i me my mine we us our you your he she they them his her their who whom whose which what when where why how
        is are was were be been being am do does did done doing have has had having can could will would shall should may might must
        and or but if then else than so as at by for from in into of off on onto out over to up with without about after before between during through under
        not no nor only just also too very more most much many few some any all both each every other another same such own
        please help want need needs use using used make makes made making give gives show tell explain write get gets got let go goes know think try like work works working
        way ways thing things example examples difference mean means best good better right wrong new old one two first last next there here now again
        don't doesn't isn't can't won't i'm it's what's how's i've there's keep keeps keeping why's does's turn set put take find look say says said ok okay thanks thank hi hello
        """;

    public static readonly FrozenDictionary<string, Evidence> All =
        Read(
            (EnglishTopics.Weak, 0.45, EvidenceKind.Ambiguous), (Weak, 0.45, EvidenceKind.Ambiguous), (Common, 1, EvidenceKind.Ambiguous), (Names, 1.5, EvidenceKind.Ambiguous), (Trade, 1.5, EvidenceKind.Plain), (Terms, 2, EvidenceKind.Plain), (Jargon, 2, EvidenceKind.Plain), (EnglishTopics.Terms, 2, EvidenceKind.Plain),
            (Everyday, -1, EvidenceKind.Everyday));

    private static readonly FrozenSet<string> PeopleSet = Split(People).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> EmptySet = Split(Empty).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsPerson(string word) => PeopleSet.Contains(word);

    /// <summary>Carries meaning of its own.</summary>
    public static bool IsContent(string word) => word.Length > 1 && !EmptySet.Contains(word) && !word.All(char.IsAsciiDigit);

    public static Evidence? Find(string word)
    {
        if (All.TryGetValue(word, out var evidence))
        {
            return evidence;
        }

        // Plural and the commonest endings; a word list with every form would be no better.
        foreach (var ending in Endings)
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal) && All.TryGetValue(word[..^ending.Length], out evidence))
            {
                return evidence with { What = word };
            }
        }

        return null;
    }

    private static FrozenDictionary<string, Evidence> Read(params (string Words, double Weight, EvidenceKind Kind)[] lists)
    {
        var words = new Dictionary<string, Evidence>(StringComparer.Ordinal);
        foreach (var (list, weight, kind) in lists)
        {
            foreach (var word in Split(list))
            {
                words[word] = new Evidence(word, weight, kind);
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
