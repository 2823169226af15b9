namespace LocalAi.Hosting.Engine;

/// <summary>Why one run of a process is over.</summary>
internal enum RunOutcome
{
    /// <summary>Not over: it is ready.</summary>
    Ready,

    /// <summary>It ended by itself.</summary>
    Exited,

    /// <summary>It did not become ready, or stopped answering.</summary>
    Unhealthy,

    /// <summary>The user or the host wants it to end.</summary>
    Told,
}
