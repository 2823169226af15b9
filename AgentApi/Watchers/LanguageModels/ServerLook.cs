namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>A server at one look.</summary>
/// <param name="Server">Which.</param>
/// <param name="State">What it says.</param>
/// <param name="Usage">What its processes use, or null when they cannot be seen.</param>
/// <param name="Cores">Cores it used since the last look, or null when that is not known.</param>
internal sealed record ServerLook(ServerTarget Server, ServerState State, ServerUsage? Usage, double? Cores)
{
    /// <summary>
    /// True when nobody waits for it, false when somebody does, null when nobody can tell: a server that does not say itself is idle for certain only
    /// when no connection is open (an open one may be kept for later).
    /// </summary>
    public bool? IsIdle => State.IsGenerating is { } generating ? !generating : Usage is { Connections: 0 } ? true : null;

    /// <summary>What is loaded, in which process: memory is compared only within the same.</summary>
    public string Key => $"{Usage?.Root.Identity.Start}|{string.Join(',', State.Models.Select(m => m.Key).Order(StringComparer.Ordinal))}";
}
