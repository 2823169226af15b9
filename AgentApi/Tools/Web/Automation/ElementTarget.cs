using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Web.Automation;

/// <summary>How a step names its element: one of the four ways.</summary>
internal sealed record ElementTarget
{
    /// <summary>CSS.</summary>
    public string? Selector { get; init; }

    /// <summary>What is written on it.</summary>
    public string? Text { get; init; }

    /// <summary>A field's label, accessible name or placeholder.</summary>
    public string? Label { get; init; }

    /// <summary>ARIA role, with <see cref="Text"/> as its name.</summary>
    public string? Role { get; init; }

    public bool IsEmpty => Selector is null && Text is null && Label is null && Role is null;

    public JsonObject ToJson() => new() { ["selector"] = Selector, ["text"] = Text, ["label"] = Label };

    public override string ToString() =>
        Selector is not null ? $"selector '{Selector}'"
        : Role is not null ? $"role {Role}{(Text is null ? "" : $" '{Text}'")}"
        : Label is not null ? $"label '{Label}'"
        : $"text '{Text}'";
}
