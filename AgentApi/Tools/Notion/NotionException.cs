namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Notion refused a request or did not answer. The message is for the model and never holds the token.</summary>
internal sealed class NotionException(string message, int? status = null, string? code = null, bool mayHaveHappened = false, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>HTTP status; null without an answer.</summary>
    public int? Status { get; } = status;

    /// <summary>Notion's own word, for example <c>object_not_found</c>.</summary>
    public string? Code { get; } = code;

    /// <summary>True when what was asked may have been done although no good answer came.</summary>
    public bool MayHaveHappened { get; } = mayHaveHappened;

    /// <summary>True when an id names something else, nothing, or nothing that is shared with the connection.</summary>
    public bool IsNotThere => Code == "object_not_found" || (Status == StatusCodes.Status400BadRequest && Code == "validation_error");

    public ToolException ToToolException() => new(Message, this);
}
