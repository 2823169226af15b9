namespace LocalAi.Tests.AgentApi.Notion;

internal sealed class NotionDoubleRefusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static NotionDoubleRefusal Invalid(string message) => new(400, "validation_error", message);

    public static NotionDoubleRefusal NotFound(string id) => new(404, "object_not_found", $"Could not find object with ID: {id}.");
}
