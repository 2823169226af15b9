using System.Text.Json;

namespace LocalAi.Contracts.OpenAi;

/// <summary>Reads events of a stream member by member, for the reason <see cref="ChatRequestJson"/> gives. Unknown members are passed over.</summary>
internal static class ChatChunkReader
{
    /// <exception cref="JsonException">A member is of another type than the OpenAI API gives it.</exception>
    public static ChatChunk Read(JsonElement chunk) => Expect(chunk, JsonValueKind.Object) is not { } root ? new ChatChunk() : new ChatChunk
    {
        Id = Text(root, "id"),
        Model = Text(root, "model"),
        Choices = List(root, "choices", Choice) ?? [],
        Usage = Member(root, "usage", JsonValueKind.Object) is { } usage
            ? new Usage(Number(usage, "prompt_tokens"), Number(usage, "completion_tokens"), Number(usage, "total_tokens"))
            : null,
    };

    private static ChatChunkChoice Choice(JsonElement choice) => new()
    {
        Index = Number(choice, "index"),
        Delta = Member(choice, "delta", JsonValueKind.Object) is not { } delta ? null : new ChatDelta
        {
            Role = Text(delta, "role"),
            Content = Text(delta, "content"),
            ToolCalls = List(delta, "tool_calls", Call),
        },
        FinishReason = Text(choice, "finish_reason"),
    };

    private static ToolCall Call(JsonElement call) => new()
    {
        Index = Member(call, "index", JsonValueKind.Number) is null ? null : Number(call, "index"),
        Id = Text(call, "id"),
        Type = Text(call, "type"),
        Function = Member(call, "function", JsonValueKind.Object) is { } function
            ? new ToolCallFunction(Text(function, "name"), Text(function, "arguments"))
            : null,
    };

    private static List<T>? List<T>(JsonElement of, string name, Func<JsonElement, T> read)
        where T : class
    {
        if (Member(of, name, JsonValueKind.Array) is not { } items)
        {
            return null;
        }

        var list = new List<T>(items.GetArrayLength());
        foreach (var item in items.EnumerateArray())
        {
            list.Add(read(Expect(item, JsonValueKind.Object) ?? throw new JsonException($"{name} holds null.")));
        }

        return list;
    }

    private static string? Text(JsonElement of, string name) => Member(of, name, JsonValueKind.String)?.GetString();

    private static int Number(JsonElement of, string name) =>
        Member(of, name, JsonValueKind.Number) is not { } number ? 0
        : number.TryGetInt32(out var value) ? value
        : throw new JsonException($"{name} is not a whole number of 32 bits.");

    private static JsonElement? Member(JsonElement of, string name, JsonValueKind kind) =>
        of.TryGetProperty(name, out var member) ? Expect(member, kind) : null;

    private static JsonElement? Expect(JsonElement value, JsonValueKind kind) =>
        value.ValueKind == kind ? value
        : value.ValueKind == JsonValueKind.Null ? null
        : throw new JsonException($"{value.ValueKind} where {kind} belongs.");
}
