namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Traces, newest first, and how many are kept.</summary>
internal sealed record TracesView(IReadOnlyList<TraceSummary> Items, int Kept);
