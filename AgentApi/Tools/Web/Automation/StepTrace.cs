using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Web.Automation;

/// <summary>How one step went.</summary>
internal sealed record StepTrace
{
    public required int Step { get; init; }

    public required string Action { get; init; }

    public required bool Ok { get; init; }

    public required int DurationMs { get; init; }

    /// <summary>Where the page was afterwards.</summary>
    public required string Url { get; init; }

    public string? Message { get; init; }

    public string? Extract { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["step"] = Step, ["action"] = Action, ["ok"] = Ok, ["duration_ms"] = DurationMs, ["url"] = Url };
        if (Message is not null)
        {
            json["message"] = Message;
        }

        if (Extract is not null)
        {
            json["extract"] = Extract;
        }

        return json;
    }
}
