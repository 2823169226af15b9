namespace LocalAi.Hosting.Engine;

/// <summary>What a user can tell a resource.</summary>
internal static class ResourceCommands
{
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Restart = "restart";
}
