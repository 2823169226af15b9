namespace LocalAi.Hosting.Limits;

/// <summary>No cgroup may be written: only the .NET runtime of the services is asked to keep to the limits.</summary>
internal sealed class AdvisoryLimits(string reason) : ILimitEnforcer
{
    public string Name => "advisory";

    public IReadOnlyList<string> NotEnforced { get; } = [$"CPU and memory limits are advisory: {reason}"];

    public LimitScope? Open(string resource, ResourceLimitsAnnotation? limits) => null;

    public void Close()
    {
    }
}
