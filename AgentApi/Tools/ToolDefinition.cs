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

    /// <summary>The argument that asks for the network, or null. Every call with it is asked, whatever was remembered.</summary>
    public string? NetworkArgument { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    public bool NeedsApproval => Sensitivity >= Sensitivity.High;

    public bool WantsNetwork(JsonElement arguments) =>
        NetworkArgument is { } name && arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The text an approval may be remembered for, or null when a call like this is asked every time.</summary>
    public string? DecidingText(JsonElement arguments) =>
        DecidingArgument is { } name && !WantsNetwork(arguments) && arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
