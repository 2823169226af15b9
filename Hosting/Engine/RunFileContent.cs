namespace LocalAi.Hosting.Engine;

internal sealed record RunFileContent(
    int Pid, DateTimeOffset StartedAt, double? ReadySeconds, string? DashboardUrl, IReadOnlyList<RunFileResource> Resources);
