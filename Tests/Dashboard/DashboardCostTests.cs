using System.Diagnostics;
using LocalAi.Hosting.Dashboard;

namespace LocalAi.Tests.Dashboard;

/// <summary>What the dashboard costs; measured, not asserted. Runs only when asked for: <c>-explicit only -class …DashboardCostTests</c>.</summary>
public sealed class DashboardCostTests(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Start_AndFullStores()
    {
        var token = TestContext.Current.CancellationToken;
        var monitor = DemoScene.Create();
        using var process = Process.GetCurrentProcess();
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        var cpuBefore = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await using var server = new DashboardServer(new DashboardOptions { Port = 0, OtlpPort = 0 });
        await server.StartAsync(monitor, token);
        process.Refresh();
        output.WriteLine($"start: {clock.ElapsedMilliseconds} ms, CPU {(process.TotalProcessorTime - cpuBefore).TotalMilliseconds:0} ms");
        output.WriteLine($"heap after start: +{(GC.GetTotalMemory(forceFullCollection: true) - heapBefore) / 1024.0 / 1024:0.0} MB");
        await server.DisposeAsync();

        await using var host = await DashboardHost.StartAsync(monitor);
        await host.Api.GetStringAsync("/", token);
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        clock.Restart();
        for (var batch = 0; batch < 100; batch++)
        {
            await DemoTelemetry.SendAsync(host, "rag", [.. Enumerable.Range(0, 100).Select(i => DemoTelemetry.Record(
                9, "Request {Method} {Path} answered {Status}", new() { ["Method"] = "POST", ["Path"] = $"/query/{batch}/{i}", ["Status"] = "200" }))]);
        }

        output.WriteLine($"10,000 JSON log records in 100 requests: {clock.ElapsedMilliseconds} ms, sender included");
        output.WriteLine($"heap with 10,000 log records: +{(GC.GetTotalMemory(forceFullCollection: true) - heap) / 1024.0 / 1024:0.0} MB");
        clock.Restart();
        for (var i = 0; i < 100; i++)
            await host.Api.GetByteArrayAsync("/api/resources", token);
        output.WriteLine($"GET /api/resources: {clock.Elapsed.TotalMilliseconds / 100:0.00} ms each");
    }
}
