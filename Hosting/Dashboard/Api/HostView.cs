namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>The whole application, in the shape of <c>run/host.json</c>, live.</summary>
/// <param name="Pid">Process id of the host.</param>
/// <param name="StartedAt">When the host began to start resources.</param>
/// <param name="ReadySeconds">Seconds until every required resource was ready; null until then.</param>
/// <param name="DashboardUrl">Without the token.</param>
/// <param name="Now">The host's clock, for ages shown by a browser on another machine's clock.</param>
/// <param name="Resources">In the order of declaration.</param>
internal sealed record HostView(
    int Pid, DateTimeOffset StartedAt, double? ReadySeconds, string DashboardUrl, DateTimeOffset Now, IReadOnlyList<ResourceView>? Resources);
