using System.Globalization;
using LocalAi.AgentApi.Watchers;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>The rules: what is measured, where an alert begins and where it ends. A pure function of the inputs.</summary>
internal static class AlertRules
{
    public const string Availability = "availability";
    public const string Latency = "latency";
    public const string Errors = "errors";
    public const string Cpu = "cpu";
    public const string Memory = "memory";
    public const string Disk = "disk";
    public const string FailedTask = "failed_task";
    public const string Finding = "finding";

    private const int LeastRequests = 20;

    public static IReadOnlyList<AlertReading> Read(AlertInputs inputs, AlertOptions options)
    {
        var hold = TimeSpan.FromMinutes(options.HoldMinutes);
        return
        [
            .. Machine(inputs, options, hold),
            .. inputs.Targets.SelectMany(t => Target(t, inputs.Verdicts.IsDown(t.Target), inputs.Baselines.GetValueOrDefault(t.Target), options)),
            .. inputs.Gateway is { Requests: >= LeastRequests } gateway ? [Gateway(gateway, options, hold)] : Array.Empty<AlertReading>(),
            .. inputs.Tasks.Select(t => new AlertReading(
                FailedTask, t.Key, FindingSeverity.Warning, t.Value.ConsecutiveFailures, options.FailuresInARow - 0.5, 0.5, TimeSpan.Zero,
                Text($"The task {t.Key} failed {t.Value.ConsecutiveFailures} times in a row."))),
            .. inputs.Findings.Where(f => f.Severity > FindingSeverity.Info).Select(f => new AlertReading(
                Finding, f.Key, f.Severity, 1, 0.5, 0.5, TimeSpan.Zero, $"A finding of the watcher {f.Watcher}.", string.Join(" ", ((string[])[f.Title, f.Detail, f.Fix]).Where(t => t.Length > 0)))),
        ];
    }

    private static IEnumerable<AlertReading> Machine(AlertInputs inputs, AlertOptions options, TimeSpan hold)
    {
        if (inputs.Minute is { } minute)
        {
            yield return new AlertReading(
                Cpu, "", FindingSeverity.Warning, minute.Cpu, options.CpuAbove, options.CpuAbove - 0.15, hold, Text($"The CPU stays at {minute.Cpu * 100:0} %."));
            yield return new AlertReading(
                Memory, "", FindingSeverity.Critical, minute.UsedMemory, options.MemoryAbove, options.MemoryAbove - 0.05, hold,
                Text($"Memory is {minute.UsedMemory * 100:0} % used."), "Unload a model, or use a smaller context.");
        }

        if (inputs.UsedDisk is { } used)
        {
            yield return new AlertReading(
                Disk, "", FindingSeverity.Critical, used, options.DiskAbove, options.DiskAbove - 0.03, hold,
                Text($"The disk is {used * 100:0} % full."), "`ai rhythm junk` lists what can be deleted.");
        }
    }

    private static IEnumerable<AlertReading> Target(RecentProbes target, bool? verdict, Baseline? baseline, AlertOptions options)
    {
        // Three probes in a row are the hold, or one that was repeated until it was certain.
        var down = verdict switch { true => 3, false => 0, _ => target.Down };
        yield return new AlertReading(
            Availability, target.Target, FindingSeverity.Critical, down, 1.5, 0.5, TimeSpan.Zero, $"{target.Target} is down.", target.Detail ?? "");
        if (target.Median is { } median)
        {
            var (on, off, normal) = baseline is { IsLearned: true }
                ? (baseline.On, baseline.Off, Text($"normal here are {baseline.Median:0} ms"))
                : (options.LatencyAboveMs, options.LatencyAboveMs * 0.8, "what is normal here is not learned yet");
            yield return new AlertReading(
                Latency, target.Target, FindingSeverity.Warning, median, on, off, TimeSpan.Zero, Text($"{target.Target} answers in {median:0} ms, {normal}."));
        }
    }

    private static AlertReading Gateway(GatewayFigures.Figures gateway, AlertOptions options, TimeSpan hold)
    {
        var share = (double)gateway.Errors / gateway.Requests;
        return new AlertReading(
            Errors, "gateway", FindingSeverity.Warning, share, options.ErrorsAbove, options.ErrorsAbove / 2, hold,
            Text($"{share * 100:0} % of the gateway's requests fail ({gateway.Errors} of {gateway.Requests} in 15 minutes)."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
