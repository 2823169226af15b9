namespace LocalAi.AgentApi.Watchers;

/// <summary>Something a watcher found and that holds until the watcher clears it.</summary>
/// <param name="Key">Stable identity, <c>watcher/kind/what</c>: the same trouble found again has the same key. At most 200 characters.</param>
/// <param name="Severity">How soon a person should look.</param>
/// <param name="Title">One short sentence. At most 200 characters.</param>
/// <param name="Detail">The numbers behind it. At most 2,000 characters.</param>
/// <param name="Fix">What to do, a command where there is one; empty when there is nothing to do. At most 1,000 characters.</param>
/// <param name="Since">When it was first found.</param>
internal sealed record Finding(string Key, FindingSeverity Severity, string Title, string Detail, string Fix, DateTimeOffset Since)
{
    /// <summary>The first part of the key: which watcher found it.</summary>
    public string Watcher => Key.Split('/', 2)[0];
}
