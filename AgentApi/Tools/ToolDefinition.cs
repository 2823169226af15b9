using System.Text.Json;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools;

/// <summary>What a tool says about itself. The description is what a model reads: short, and never taken from outside.</summary>
internal sealed record ToolDefinition
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>files, execution, git, knowledge, web, notion or system.</summary>
    public required string Toolset { get; init; }

    public required Sensitivity Sensitivity { get; init; }

    public required ArgumentSchema Input { get; init; }

    /// <summary>Schema of the structured result, or null when the result is text only.</summary>
    public JsonElement? Output { get; init; }

    public bool ReadOnly { get; init; }

    public bool Idempotent { get; init; }

    /// <summary>True when what it changes cannot be had back.</summary>
    public bool Destructive { get; init; }

    /// <summary>True when it reaches beyond this machine.</summary>
    public bool OpenWorld { get; init; }

    /// <summary>True when the result's text was written by others: data, never instructions.</summary>
    public bool Untrusted { get; init; }

    /// <summary>The argument an approval pattern is about (command, path, message), or null.</summary>
    public string? DecidingArgument { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    public bool NeedsApproval => Sensitivity >= Sensitivity.High;
}
