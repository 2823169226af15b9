using System.Text.Json;
using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Runs;

/// <summary>A row of agent.runs.</summary>
internal sealed class RunRow
{
    public const string Columns =
        """
        user_name AS "User", id AS "Id", session_id AS "SessionId", role AS "Role", status AS "Status", request AS "RequestJson", turns AS "Turns", tool_calls AS "ToolCalls",
        tool_errors AS "ToolErrors", tokens AS "Tokens", waiting AS "WaitingJson", tools_started AS "ToolsStarted", deadline AS "Deadline", created_at AS "CreatedAt"
        """;

    public string User { get; init; } = "";

    public Guid Id { get; init; }

    public Guid SessionId { get; init; }

    public string Role { get; init; } = "";

    public string Status { get; set; } = "";

    public string RequestJson { get; init; } = "{}";

    public int Turns { get; set; }

    public int ToolCalls { get; set; }

    /// <summary>Tool calls that went wrong one after the other.</summary>
    public int ToolErrors { get; set; }

    public int Tokens { get; set; }

    public string WaitingJson { get; init; } = "{}";

    public bool ToolsStarted { get; set; }

    public DateTime Deadline { get; init; }

    public DateTime CreatedAt { get; init; }

    public RunRequest Request => JsonSerializer.Deserialize<RunRequest>(RequestJson, Tools.ToolJson.Options)!;

    public Dictionary<string, Guid> Waiting => JsonSerializer.Deserialize<Dictionary<string, Guid>>(WaitingJson)!;

    public RunState ToState() => new() { Id = Id, SessionId = SessionId, Status = Status, Turns = Turns, ToolCalls = ToolCalls, Tokens = Tokens, CreatedAt = CreatedAt };
}
