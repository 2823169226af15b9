using System.Text.Json;
using LocalAi.AgentApi.Pipeline;

namespace LocalAi.AgentApi.Tools;

/// <param name="Caller">Who calls.</param>
/// <param name="Arguments">Validated arguments.</param>
/// <param name="Progress">Where to report progress, or null when nobody listens.</param>
internal sealed record ToolInvocation(Caller Caller, JsonElement Arguments, IProgress<ToolProgress>? Progress)
{
    public string Text(string name) => TextOrNull(name)!;

    public string? TextOrNull(string name) =>
        Arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public int Number(string name, int otherwise) =>
        Arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? (int)value.GetDouble() : otherwise;

    public bool Flag(string name, bool otherwise = false) =>
        Arguments.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;

    public IReadOnlyList<string> Texts(string name) =>
        Arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [];
}
