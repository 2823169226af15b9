using LocalAi.Hosting.Monitoring;

namespace LocalAi.Tests.Dashboard;

/// <summary>A stack as a user would see it: most of it running, one failed, one waiting, two absent.</summary>
internal static class DemoScene
{
    private const long Megabyte = 1 << 20;

    public static FakeMonitor Create()
    {
        var now = TimeProvider.System.GetUtcNow();
        var monitor = new FakeMonitor { StartedAt = now.AddMinutes(-12), ReadySeconds = 4.213 };
        foreach (var resource in Resources(monitor.StartedAt))
            monitor.Set(resource);
        Write(monitor, now);
        return monitor;
    }

    private static IEnumerable<ResourceSnapshot> Resources(DateTimeOffset start)
    {
        yield return Running("postgres", "Executable", start, 12, 1_870, 2.4, 91, 1, 1024) with
        {
            OnCriticalPath = true,
            ProcessId = 41_200,
            Source = "/usr/lib/postgresql/15/bin/postgres -D ~/.local/share/localai/postgres",
            Urls = ["tcp://127.0.0.1:41573"],
            Environment = new Dictionary<string, string> { ["PGDATA"] = "~/.local/share/localai/postgres", ["LC_ALL"] = "C.UTF-8" },
        };
        yield return new()
        {
            Name = "localai",
            Type = "Database",
            State = ResourceStates.Running,
            Health = "Healthy",
            Parent = "postgres",
            DependsOn = ["postgres"],
            StartedAt = start,
            WaitedMilliseconds = 1_890,
            StartMilliseconds = 96,
            OnCriticalPath = true,
        };
        yield return new()
        {
            Name = "redis",
            Type = "Executable",
            State = ResourceStates.Absent,
            Reason = "redis-server is not on this machine: sudo apt install redis-server. Caches and rate limits stay in each process.",
            Limits = new(0.5, 512 * Megabyte, null, null, "cgroup v2"),
        };
        yield return new()
        {
            Name = "qdrant",
            Type = "Container",
            State = ResourceStates.Absent,
            Reason = "Needs Docker or a qdrant binary on PATH; the exact in-process index serves instead.",
            Limits = new(1, 1024 * Megabyte, null, null, "cgroup v2"),
        };
        yield return Running("embedding", "Project", start, 15, 940, 6.8, 118, 2, 1024) with
        {
            ProcessId = 41_231,
            Source = "dotnet Embedding.dll",
            Urls = ["http://localhost:8003"],
        };
        yield return Running("rag", "Project", start, 2_010, 1_320, 11.2, 164, 1, 1024) with
        {
            OnCriticalPath = true,
            ProcessId = 41_262,
            Source = "dotnet Rag.dll",
            Urls = ["http://localhost:8002", "http://localhost:8002/openapi/v1.json"],
            DependsOn = ["localai", "redis", "qdrant", "embedding"],
            Environment = new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:8002",
                ["ConnectionStrings__localai"] = "Host=127.0.0.1;Port=41573;Username=postgres;Password=********;Database=localai",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:18889",
                ["OTEL_SERVICE_NAME"] = "rag",
                ["services__embedding__http__0"] = "http://localhost:8003",
            },
        };
        yield return Running("agent-api", "Project", start, 2_015, 1_610, 3.1, 152, 2, 2048) with
        {
            ProcessId = 41_288,
            Source = "dotnet AgentApi.dll",
            Urls = ["http://localhost:8020"],
            DependsOn = ["localai"],
            Limits = new(2, 2048 * Megabyte, 1, 1024 * Megabyte, "advisory"),
        };
        yield return Running("gateway", "Project", start, 3_340, 873, 74, 401, 1, 512) with
        {
            OnCriticalPath = true,
            ProcessId = 41_301,
            Source = "dotnet Gateway.dll",
            Urls = ["http://localhost:8000"],
            DependsOn = ["rag", "embedding"],
            Restarts = 2,
        };
        yield return Running("llm", "Executable", start, 18, 6_900, 92, 3_890, 4, 4096) with
        {
            ProcessId = 41_320,
            Health = "Unhealthy",
            Reason = "GET /health answered 503 three times: loading model chat-7b",
            Source = "node Inference/server.mjs --threads 1 --models ~/.local/share/localai/models",
            Urls = ["http://localhost:8001"],
        };
        yield return new()
        {
            Name = "lmstudio",
            Type = "Executable",
            State = ResourceStates.Waiting,
            WaitingFor = ["llm"],
            DependsOn = ["llm"],
            Limits = new(2, 2048 * Megabyte, null, null, "cgroup v2"),
            Commands = ["start"],
        };
        yield return new()
        {
            Name = "desktop",
            Type = "Project",
            State = ResourceStates.Failed,
            Reason = "Crashed 5 times in 5 minutes. Last lines: Unhandled exception. System.IO.IOException: Failed to bind to address http://127.0.0.1:3000: address already in use.",
            ExitCode = 134,
            Restarts = 5,
            StartedAt = start.AddMinutes(4),
            WaitedMilliseconds = 3_400,
            Limits = new(1, 512 * Megabyte, null, null, "cgroup v2"),
            Source = "dotnet Desktop.dll",
            Commands = ["start"],
        };
        yield return new() { Name = "api-key", Type = "Parameter", State = ResourceStates.Running };
    }

    private static ResourceSnapshot Running(
        string name, string type, DateTimeOffset start, double waited, double started, double cpu, long megabytes, double cpus, long limit) => new()
        {
            Name = name,
            Type = type,
            State = ResourceStates.Running,
            Health = "Healthy",
            StartedAt = start.AddMilliseconds(waited),
            WaitedMilliseconds = waited,
            StartMilliseconds = started,
            CpuPercent = cpu,
            MemoryBytes = megabytes * Megabyte,
            Limits = new(cpus, limit * Megabyte, null, null, "cgroup v2"),
            Commands = ["stop", "restart"],
        };

    private static void Write(FakeMonitor monitor, DateTimeOffset now)
    {
        (string Resource, string Text, bool IsError)[] lines =
        [
            ("postgres", "2026-11-21 09:00:01.120 UTC [41200] LOG:  starting PostgreSQL 15.14 on x86_64-pc-linux-gnu", false),
            ("postgres", "2026-11-21 09:00:01.231 UTC [41200] LOG:  database system is ready to accept connections", false),
            ("embedding", "\e[40m\e[32minfo\e[39m\e[22m\e[49m: LocalAi.Embedding[1] Engine lexical-v1, dimension 384, batch 64", false),
            ("rag", "\e[40m\e[32minfo\e[39m\e[22m\e[49m: Microsoft.Hosting.Lifetime[14] Now listening on: \e[36mhttp://127.0.0.1:8002\e[0m", false),
            ("rag", "\e[40m\e[1m\e[33mwarn\e[39m\e[22m\e[49m: LocalAi.Rag[7] Qdrant is absent; the exact in-process index serves 1,284 chunks", false),
            ("agent-api", "\e[40m\e[32minfo\e[39m\e[22m\e[49m: LocalAi.AgentApi[3] 27 tools, sandbox: namespaces, security mode development", false),
            ("gateway", "\e[40m\e[32minfo\e[39m\e[22m\e[49m: LocalAi.Gateway[2] chat-7b → llm, code-7b → llm, auto picks by conversation", false),
            ("llm", "load_tensors: offloaded \e[38;5;208m24/29\e[0m layers to GPU, \e[38;2;120;200;255mCUDA0 5120 MiB\e[0m", false),
            ("desktop", "Unhandled exception. System.IO.IOException: Failed to bind to address http://127.0.0.1:3000: address already in use.", true),
            ("desktop", "   at Microsoft.AspNetCore.Server.Kestrel.Core.Internal.SocketConnectionListener.Bind()", true),
            ("gateway", "\e[40m\e[32minfo\e[39m\e[22m\e[49m: POST /v1/chat/completions \e[32m200\e[0m in 1,204 ms, model chat-7b, upstream llm, 182 tokens", false),
            ("rag", "\e[40m\e[32minfo\e[39m\e[22m\e[49m: 색인 완료: 샘플 문서 30개, 조각 412개, 바뀐 것 2개 (collection=samples)", false),
        ];
        for (var i = 0; i < lines.Length; i++)
            monitor.Write(lines[i].Resource, lines[i].Text, lines[i].IsError, now.AddSeconds(i - 60));
        for (var i = 0; i < 120; i++)
            monitor.Write(i % 3 == 0 ? "gateway" : "rag", $"\e[32minfo\e[0m: request {i} answered \e[32m200\e[0m in {17 * (i % 23) + 4} ms", time: now.AddMilliseconds(i * 300 - 40_000));
    }
}
