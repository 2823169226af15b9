namespace LocalAi.AgentApi.Tools;

/// <summary>The tool could not do what was asked. The message goes to the model: it names no path of the host.</summary>
internal sealed class ToolException : Exception
{
    public ToolException(string message)
        : base(message)
    {
    }

    public ToolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True when the call was refused by a rule (a path outside the workspace), not failed.</summary>
    public bool Refused { get; init; }
}
