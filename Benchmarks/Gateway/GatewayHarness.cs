using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>
/// The gateway against nginx, a bare proxy in C# and Portkey over the same mock, on the same machine, in the same minutes: targets interleaved, several rounds,
/// ratios taken within a round, medians of them.
/// </summary>
internal sealed class GatewayHarness : IHarness
{
    private const string Prompt = "Write a short story about a fox who learns to read, in the style of an old fairy tale, with a happy ending please.";

    private static readonly string Small = $$"""{"model":"chat-7b","messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"{{Prompt}}"}],"temperature":0.7,"max_tokens":256}""";
    private static readonly string Stream = Small[..^1] + ",\"stream\":true}";
    private static readonly string Paced = Stream[..^1] + ",\"pace\":10}";
    private static readonly string Large = Small.Replace(Prompt, new string('x', 32 << 10), StringComparison.Ordinal);

    // Of 2 s each; a slow or noisy machine must not warm up for ever.
    private const int MostWarmUps = 8;

    public string Name => "gateway";

    public string Summary => "gateway against nginx, a bare C# proxy and Portkey: --rounds 3 --seconds 3 --quick --allocations --portkey FOLDER";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args is ["mock", var port])
        {
            await GatewayMock.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), cancellationToken);
            return 0;
        }

        if (args is ["bare", var bare, var upstream])
        {
            await BareProxy.RunAsync(int.Parse(bare, CultureInfo.InvariantCulture), upstream, cancellationToken);
            return 0;
        }

        if (args.Contains("--allocations"))
        {
            await using var mock = await LoadServers.StartMockOnlyAsync(cancellationToken);
            var (json, stream) = await AllocationProbe.RunAsync(mock, Small, Stream, cancellationToken);
            Console.WriteLine($"allocated per JSON request {json:0} bytes, per stream of {GatewayMock.Chunks} chunks {stream:0} bytes");
            return 0;
        }

        foreach (var program in new[] { "nginx", "wrk" })
        {
            if (!Programs.Exists(program))
            {
                Console.Error.WriteLine($"{program} is not on this machine: apt-get install nginx wrk");
                return 2;
            }
        }

        var rounds = Option(args, "--rounds", 3);
        var seconds = Option(args, "--seconds", 3);
        Console.WriteLine($"load before: {(await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Trim()}, {Environment.ProcessorCount} cores, {rounds} rounds of {seconds} s");
        await using var servers = await LoadServers.StartAsync(Text(args, "--portkey"), cancellationToken);
        var goals = new GoalList();
        var (gateway, process) = await StartAsync(servers, rounds, goals, cancellationToken);
        LoadTarget[] targets = [.. servers.Targets, gateway];
        await WarmUpAsync(targets, servers.Folder, cancellationToken);

        if (args.Contains("--quick"))
        {
            await MeasureAsync("json", Small, 16, rounds, seconds, targets, servers.Folder, goals, cancellationToken);
            await MeasureAsync("stream", Stream, 16, rounds, seconds, targets, servers.Folder, goals, cancellationToken);
            await MeasureCacheAsync(rounds, seconds, gateway, servers.Folder, goals, cancellationToken);
            return goals.Print();
        }

        foreach (var (name, body, connections) in new[]
        {
            ("json", Small, 1), ("json", Small, 16), ("json", Small, 64), ("stream", Stream, 1), ("stream", Stream, 16), ("stream", Stream, 64), ("32 KiB", Large, 16),
        })
        {
            // Portkey is thirty times slower: at 64 connections its figures are those of its queue.
            var measured = connections > 16 ? [.. targets.Where(t => t.Name != "portkey")] : targets;
            await MeasureAsync(name, body, connections, rounds, seconds, measured, servers.Folder, goals, cancellationToken);
        }

        await MeasureStreamsAsync(rounds, targets, goals, cancellationToken);
        goals.Check("RSS peak, MiB", ProcessFigures.Memory(process.Id, "VmHWM"), 120);
        await MeasureCacheAsync(rounds, seconds, gateway, servers.Folder, goals, cancellationToken);
        servers.Stop(process);
        await MeasureOutagesAsync(servers, goals, cancellationToken);
        Console.WriteLine($"load after: {(await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Trim()}");
        return goals.Print();
    }

    /// <summary>Starts the gateway as often as there are rounds, each time after a bare server that does nothing: its start tells how fast the machine is today. The last gateway stays.</summary>
    private static async Task<(LoadTarget Gateway, Process Process)> StartAsync(LoadServers servers, int rounds, GoalList goals, CancellationToken cancellationToken)
    {
        var (starts, idle, bare) = (new List<double>(), new List<double>(), new List<double>());
        while (true)
        {
            bare.Add((await servers.StartBareAsync(cancellationToken)).TotalSeconds);
            var (gateway, start, process) = await servers.StartGatewayAsync(new Dictionary<string, string>(), cancellationToken);
            await Task.Delay(2000, cancellationToken);
            starts.Add(start.TotalSeconds);
            idle.Add(ProcessFigures.Memory(process.Id, "VmRSS"));
            if (starts.Count >= rounds)
            {
                goals.Check("start to first answer, s", Figures.Median(starts), 0.35);
                goals.Check("start / a bare server's (0.21 s when the goal was set)", Figures.Median(starts.Zip(bare, (a, b) => a / b)), 0.35 / 0.21);
                goals.Check("RSS idle, MiB", Figures.Median(idle), 70);
                return (gateway, process);
            }

            servers.Stop(process);
        }
    }

    /// <summary>Loads every target until a request costs it hardly less than in the round before: until then a run-time compiler is part of what is measured.</summary>
    private static async Task WarmUpAsync(LoadTarget[] targets, string folder, CancellationToken cancellationToken)
    {
        foreach (var target in targets)
        {
            foreach (var body in new[] { Small, Stream, Large })
            {
                var before = double.MaxValue;
                for (var round = 0; round < MostWarmUps; round++)
                {
                    var cost = (await Wrk.RunAsync(target, body, 16, 2, folder, cancellationToken)).CpuMicroseconds;
                    if (cost > before * 0.97)
                    {
                        break;
                    }

                    before = cost;
                }
            }
        }
    }

    private static async Task MeasureAsync(
        string name, string body, int connections, int rounds, int seconds, LoadTarget[] targets, string folder, GoalList goals, CancellationToken cancellationToken)
    {
        var results = targets.ToDictionary(t => t.Name, _ => new List<WrkResult>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var target in targets)
            {
                results[target.Name].Add(await Wrk.RunAsync(target, body, connections, seconds, folder, cancellationToken));
            }
        }

        foreach (var (target, list) in results)
        {
            var added = Figures.Median(list.Select((r, i) => r.MedianMicroseconds - results["direct"][i].MedianMicroseconds));
            var ratio = Figures.Median(list.Select((r, i) => r.PerSecond / results["nginx"][i].PerSecond));
            var cpu = Figures.Median(list.Select(r => r.CpuMicroseconds));
            Console.WriteLine(
                $"{name,-7} {connections,3} conns {target,-8} {Figures.Median(list.Select(r => r.PerSecond)),9:0}/s  p50 {Figures.Median(list.Select(r => r.MedianMicroseconds)),8:0} us  added {added,8:0} us  / nginx {ratio,5:0.00}  cpu {cpu,6:0.0} us  errors {list.Sum(r => r.Errors)}");
            if (target == "gateway")
            {
                Check(goals, name, connections, added, ratio, cpu);
            }
        }
    }

    private static void Check(GoalList goals, string name, int connections, double added, double ratio, double cpu)
    {
        switch (name, connections)
        {
            case ("json", 1):
                goals.Check("added p50 over direct, JSON, 1 connection, us", added, 65);
                break;
            case ("json", _):
                goals.CheckAtLeast($"JSON requests/s / nginx, {connections} connections", ratio, 0.75);
                if (connections == 16)
                {
                    goals.Check("gateway CPU per request, 16 connections, us", cpu, 40);
                }

                break;
            case ("stream", > 1):
                goals.CheckAtLeast($"streams/s / nginx, {connections} connections", ratio, 0.95);
                break;
            case ("32 KiB", _):
                goals.CheckAtLeast("32 KiB prompt, 16 connections / nginx", ratio, 0.75);
                break;
        }
    }

    private static async Task MeasureStreamsAsync(int rounds, LoadTarget[] targets, GoalList goals, CancellationToken cancellationToken)
    {
        var first = targets.ToDictionary(t => t.Name, _ => new List<double>());
        var transit = new Dictionary<(string, int), List<double>>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var target in targets)
            {
                first[target.Name].Add(await StreamProbe.FirstTokenAsync(target, Stream, target.Name == "portkey" ? 50 : 2000, cancellationToken));
                foreach (var streams in new[] { 1, 64 })
                {
                    var (time, merged) = await StreamProbe.TransitAsync(target, Paced, streams, streams == 1 ? 10 : 3, cancellationToken);
                    (transit.TryGetValue((target.Name, streams), out var list) ? list : transit[(target.Name, streams)] = []).Add(time);
                    Console.WriteLine($"paced {streams,3} streams {target.Name,-8} transit p50 {time,7:0} us, chunks that came together {merged}");
                }
            }
        }

        foreach (var target in targets)
        {
            Console.WriteLine($"first token {target.Name,-8} p50 {Figures.Median(first[target.Name]),8:0} us");
        }

        goals.Check("added time to first token, us", Added(first["gateway"], first["direct"]), 80);
        goals.Check("chunk transit added p50, 1 stream, us", Added(transit[("gateway", 1)], transit[("direct", 1)]), 120);
        goals.Check("chunk transit added p50, 64 streams, us", Added(transit[("gateway", 64)], transit[("direct", 64)]), 150);

        static double Added(List<double> with, List<double> without) => Figures.Median(with.Zip(without, (a, b) => a - b));
    }

    private static async Task MeasureCacheAsync(int rounds, int seconds, LoadTarget gateway, string folder, GoalList goals, CancellationToken cancellationToken)
    {
        var cached = gateway with { Headers = new Dictionary<string, string>(gateway.Headers) { ["x-localai-cache"] = "on" } };
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var without = await Wrk.RunAsync(gateway, Small, 16, seconds, folder, cancellationToken);
            var with = await Wrk.RunAsync(cached, Small, 16, seconds, folder, cancellationToken);
            ratios.Add(with.PerSecond / without.PerSecond);
        }

        goals.CheckAtLeast("cache hit / uncached rate", Figures.Median(ratios), 2);
    }

    private static async Task MeasureOutagesAsync(LoadServers servers, GoalList goals, CancellationToken cancellationToken)
    {
        var fallback = new Dictionary<string, string>
        {
            ["Gateway__Upstreams__second__Endpoint"] = servers.MockUrl,
            ["Gateway__Upstreams__second__Provider"] = "inference",
            ["Gateway__Models__chat-7b__0__Upstream"] = "llm",
            ["Gateway__Models__chat-7b__1__Upstream"] = "second",
            ["Gateway__Models__code-7b__0__Upstream"] = "second",
            ["Gateway__Upstreams__llm__Endpoint"] = $"http://127.0.0.1:{LoadServers.FreePort()}",
            ["Gateway__Upstreams__llm__BreakerDuration"] = "00:05:00",
        };
        var (down, _, process) = await servers.StartGatewayAsync(fallback, cancellationToken);
        var open = await RequestsAsync(down, "chat-7b", 300, cancellationToken);
        var straight = await RequestsAsync(down, "code-7b", 300, cancellationToken);
        goals.Check("breaker open: added before the fallback, ms", open - straight, 1);
        servers.Stop(process);

        fallback["Gateway__Upstreams__llm__Endpoint"] = servers.MockUrl + "/silent";
        var (silent, _, second) = await servers.StartGatewayAsync(fallback, cancellationToken);
        goals.Check("silent primary: answer from the fallback, s", await RequestsAsync(silent, "chat-7b", 1, cancellationToken, stream: true) / 1000, 11);
        servers.Stop(second);
    }

    /// <summary>Median milliseconds of requests one after the other, the first third left out when there are many.</summary>
    private static async Task<double> RequestsAsync(LoadTarget target, string model, int count, CancellationToken cancellationToken, bool stream = false)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(target.Headers["Authorization"]);
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var watch = Stopwatch.StartNew();
            using var content = new StringContent((stream ? Stream : Small).Replace("chat-7b", model, StringComparison.Ordinal), Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(target.Url + "/v1/chat/completions", content, cancellationToken);
            response.EnsureSuccessStatusCode();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Figures.Median(times.Skip(count / 3));
    }

    private static int Option(string[] args, string name, int otherwise) =>
        Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
