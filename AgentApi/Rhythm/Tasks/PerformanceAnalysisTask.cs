using System.Globalization;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>
/// Every half hour after a health check: one row about the last half hour, compared with the mean of the same figures over the last week,
/// and in words what stands out, what to do, and which routing of the gateway to change.
/// </summary>
internal sealed class PerformanceAnalysisTask(ProbeStore store, GatewayLook gateway) : IRhythmTask
{
    private const double Slow = 300;

    public ScheduledTask Definition { get; } = new()
    {
        Name = TaskNames.PerformanceAnalysis,
        Priority = TaskPriority.High,
        Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(30)),
        DependsOn = [TaskNames.HealthCheck],
        Timeout = TimeSpan.FromMinutes(2),
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (context.Run is null)
        {
            return "Nothing to analyse while the database is away.";
        }

        var (now, week) = await store.AddBenchmarkAsync(TimeSpan.FromMinutes(30), cancellationToken);
        List<string> findings = [.. Findings(now, week), .. await RoutingAsync(cancellationToken)];
        return Describe(now) + (findings.Count > 0 ? " " + string.Join(" ", findings) : " Nothing stands out.");
    }

    private async Task<IReadOnlyList<string>> RoutingAsync(CancellationToken cancellationToken) =>
        await gateway.ModelsAsync(cancellationToken) is { } models && await gateway.UpstreamsAsync(cancellationToken) is { } upstreams
            ? RoutingAdvice.For(models, upstreams, await gateway.UsageAsync("upstream", TimeSpan.FromDays(1), cancellationToken) ?? [])
            : [];

    internal static IEnumerable<string> Findings(Benchmark now, Benchmark week)
    {
        if (now.SlowestMedian > Slow)
        {
            yield return Text($"{now.Slowest} is slow (median {now.SlowestMedian:0} ms): prefer another upstream for it, or look at what else runs there.");
        }

        if (now.Availability < 1)
        {
            yield return Text($"{(1 - now.Availability) * 100:0} % of the probes found something down.");
        }

        if (now.Cpu > 0.3 && now.Cpu > week.Cpu * 1.5)
        {
            yield return Text($"CPU is at {now.Cpu * 100:0} %, against {week.Cpu * 100:0} % over the last week.");
        }

        if (now.UsedMemory > 0.85)
        {
            yield return Text($"Memory is {now.UsedMemory * 100:0} % used: unload a model, or use a smaller context.");
        }
    }

    private static string Describe(Benchmark now) => now.Cpu is null
        ? "No load samples yet."
        : Text($"CPU {now.Cpu * 100:0} % (others {now.ForeignCpu * 100:0} %), memory {now.UsedMemory * 100:0} %.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
