using System.Text.Json;

namespace LocalAi.AgentApi.Tools.Web.Automation;

/// <summary>One step as the caller wrote it.</summary>
internal sealed record AutomationStep
{
    public required string Action { get; init; }

    public required ElementTarget Target { get; init; }

    /// <summary>What to type, press, choose, open, wait for or compare with; the attribute to extract.</summary>
    public string? Value { get; init; }

    public TimeSpan Patience { get; init; }

    /// <exception cref="ToolException">The step lacks what its action needs.</exception>
    public static AutomationStep Read(JsonElement step, int number)
    {
        var read = new AutomationStep
        {
            Action = step.GetProperty("action").GetString()!,
            Target = new ElementTarget { Selector = Name(step, "selector"), Text = Name(step, "text"), Label = Name(step, "label"), Role = Name(step, "role") },
            Value = Text(step, "value"),
            Patience = TimeSpan.FromSeconds(step.TryGetProperty("timeout_seconds", out var seconds) ? seconds.GetDouble() : 10),
        };
        var lacks = read.Action switch
        {
            "click" or "check" or "uncheck" => read.Target.IsEmpty ? "selector, text, label or role" : null,
            "fill" or "select" => read.Target.IsEmpty ? "selector, label or role" : read.Value is null ? "value" : null,
            "goto" or "press" or "assert_text" => read.Value is null ? "value" : null,
            "wait_for" => read.Target.IsEmpty && read.Value is null ? "selector, text, label, role, or milliseconds in value" : null,
            _ => null,
        };
        return lacks is null ? read : throw new ToolException($"steps[{number}] ({read.Action}) needs {lacks}.");
    }

    // An empty name names nothing; an empty value empties a field.
    private static string? Name(JsonElement step, string name) => Text(step, name) is { Length: > 0 } text ? text : null;

    private static string? Text(JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.GetString() : null;
}
