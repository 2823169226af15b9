namespace LocalAi.AgentApi.Watchers;

/// <summary>How soon a person should look at a finding.</summary>
internal enum FindingSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,

    /// <summary>Something is wasteful or will go wrong.</summary>
    Warning,

    /// <summary>Something is broken or about to be.</summary>
    Critical,
}
