namespace LocalAi.Hosting.Limits;

/// <summary>How far this machine can hold processes to their limits.</summary>
internal interface ILimitEnforcer
{
    /// <summary>"cgroup v2", "cgroup v1" or "advisory".</summary>
    string Name { get; }

    /// <summary>What is not enforced, one sentence each.</summary>
    IReadOnlyList<string> NotEnforced { get; }

    /// <summary>Makes room for one start of a resource; the process joins it before it becomes the program.</summary>
    LimitScope? Open(string resource, ResourceLimitsAnnotation? limits);

    /// <summary>Removes everything made.</summary>
    void Close();
}
