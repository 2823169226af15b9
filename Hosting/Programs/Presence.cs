namespace LocalAi.Hosting.Programs;

/// <summary>Whether a resource can run on this machine.</summary>
/// <param name="IsAbsent">Its program is not here: references to it inject nothing and waits on it pass.</param>
/// <param name="Reason">What is missing and what brings it; null when nothing is.</param>
internal readonly record struct Presence(bool IsAbsent, string? Reason)
{
    public static readonly Presence Here = new(false, null);

    public bool CanRun => Reason is null;

    public static Presence Absent(string reason) => new(true, reason);

    /// <summary>Its program is here, what it works on is not; it is looked for from time to time.</summary>
    public static Presence Idle(string reason) => new(false, reason);
}
