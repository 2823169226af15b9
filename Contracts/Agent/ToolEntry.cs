using System.Text.Json;

namespace LocalAi.Contracts.Agent;

/// <summary>A tool as <c>GET /tools</c> and <c>GET /tool-info/{name}</c> describe it; the list leaves the schemas out.</summary>
public sealed record ToolEntry
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>files, execution, git, knowledge, web, notion or system.</summary>
    public required string Toolset { get; init; }

    /// <summary>low, medium, high or critical.</summary>
    public required string Sensitivity { get; init; }

    public bool NeedsApproval { get; init; }

    public bool ReadOnly { get; init; }

    public bool Available { get; init; }

    /// <summary>Why not, and which command brings it.</summary>
    public string? Unavailable { get; init; }

    public required RateLimitEntry RateLimit { get; init; }

    public JsonElement? InputSchema { get; init; }

    public JsonElement? OutputSchema { get; init; }
}
