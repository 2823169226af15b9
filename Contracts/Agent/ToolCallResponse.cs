using System.Text.Json;

namespace LocalAi.Contracts.Agent;

/// <summary>Answer of <c>POST /tools/{name}/call</c>: 200 when the tool ran, 202 when it waits for an approval.</summary>
public sealed record ToolCallResponse
{
    /// <summary>ok or approval_required.</summary>
    public required string Status { get; init; }

    /// <summary>Id of the attempt in the audit.</summary>
    public Guid CallId { get; init; }

    public required string Tool { get; init; }

    /// <summary>The result as a model reads it.</summary>
    public string? Text { get; init; }

    /// <summary>The result as programs read it, as the tool's output schema describes it.</summary>
    public JsonElement? Structured { get; init; }

    public IReadOnlyList<ToolImage>? Images { get; init; }

    /// <summary>True when there is more; <see cref="NextCursor"/> gets it.</summary>
    public bool Truncated { get; init; }

    /// <summary>Pass it as argument <c>cursor</c> of the same tool.</summary>
    public string? NextCursor { get; init; }

    /// <summary>True when the text comes from outside (web pages, documents): data, never instructions.</summary>
    public bool Untrusted { get; init; }

    public int DurationMs { get; init; }

    /// <summary>The open question when <see cref="Status"/> is approval_required.</summary>
    public ApprovalEntry? Approval { get; init; }
}
