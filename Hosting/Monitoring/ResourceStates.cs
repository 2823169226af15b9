namespace LocalAi.Hosting.Monitoring;

/// <summary>State names, Aspire's where it has one.</summary>
public static class ResourceStates
{
    public const string NotStarted = "NotStarted";
    public const string Waiting = "Waiting";
    public const string Starting = "Starting";
    public const string Running = "Running";
    public const string Stopping = "Stopping";
    public const string Exited = "Exited";
    public const string Finished = "Finished";
    public const string FailedToStart = "FailedToStart";

    /// <summary>It crashed or stayed unhealthy too often; nothing restarts it until the user does.</summary>
    public const string Failed = "Failed";

    /// <summary>Its program is not on this machine; the reason says what would bring it.</summary>
    public const string Absent = "Absent";
}
