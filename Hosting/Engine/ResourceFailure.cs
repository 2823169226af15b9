using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Engine;

/// <param name="Cause">What happened, e.g. "ended with code 3" or "hit its memory limit of 1 GB".</param>
/// <param name="Advice">What to do, and the last lines it wrote.</param>
internal sealed record ResourceFailure(string Cause, string Advice)
{
    private const int LinesShown = 5;
    private const int KilledCode = 137;

    public static ResourceFailure Describe(
        IResource resource, IChildProcess child, LaunchPlan plan, int code, string? reason, IReadOnlyList<ConsoleLine> lines)
    {
        var limit = resource.Annotations.OfType<ResourceLimitsAnnotation>().LastOrDefault()?.MemoryBytes;
        var written = lines.Where(l => !l.Text.StartsWith("[host]", StringComparison.Ordinal)).Select(l => l.Text).ToList();
        var cause = child.HitMemoryLimit() ? $"hit its memory limit of {Size(limit ?? 0)} and was killed by the kernel"
            : reason ?? (code == KilledCode ? "was killed (SIGKILL)" : $"ended with code {code}");
        var advice = plan.Explain(written)
            ?? (written.Count == 0 ? "It wrote nothing." : "Last lines:\n" + string.Join('\n', written.TakeLast(LinesShown)));
        return new ResourceFailure(cause, advice);
    }

    /// <summary>1 GB, 512 MB.</summary>
    public static string Size(long bytes) =>
        bytes >= 1L << 30 && bytes % (1L << 30) == 0 ? $"{bytes >> 30} GB" : $"{bytes >> 20} MB";
}
