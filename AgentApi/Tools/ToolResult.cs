using System.Text.Json.Nodes;
using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Tools;

/// <summary>What a tool gives back. <see cref="Text"/> may be of any length: the pipeline pages it.</summary>
internal sealed record ToolResult
{
    public required string Text { get; init; }

    /// <summary>The same for programs, small: long texts stay in <see cref="Text"/>.</summary>
    public JsonObject? Structured { get; init; }

    public IReadOnlyList<ToolImage> Images { get; init; } = [];

    /// <summary>True when there is more than this result has.</summary>
    public bool Truncated { get; init; }

    /// <summary>Gets the rest when passed as argument <c>cursor</c>.</summary>
    public string? NextCursor { get; init; }

    /// <summary>True when the text was written by others.</summary>
    public bool Untrusted { get; init; }

    /// <summary>What the audit keeps of it besides its size.</summary>
    public string? AuditDetail { get; init; }

    /// <summary>A result whose text is the JSON of its structure.</summary>
    public static ToolResult Of(JsonObject structured) => new() { Text = structured.ToJsonString(ToolJson.Options), Structured = structured };
}
