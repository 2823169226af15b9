using System.Text.Json;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>The turns of a request that matter for the choice of a model: the last ones, each cut to a bounded length.</summary>
internal static class Conversation
{
    /// <summary>Characters read of a turn: half from its beginning, half from its end.</summary>
    public const int LongestTurn = 8000;

    private const int MostTurns = 6;

    /// <summary>The last turns of user and assistant, newest first. System prompts say how to answer, not what is asked.</summary>
    public static List<Turn> Read(RequestKind kind, ReadOnlySpan<byte> prompt)
    {
        var reader = new Utf8JsonReader(prompt);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (kind == RequestKind.Completion)
        {
            return [new Turn(true, Cut(FramedMatter.Remove(TextOf(root))))];
        }

        var turns = new List<Turn>(MostTurns);
        for (var i = root.GetArrayLength() - 1; i >= 0 && turns.Count < MostTurns; i--)
        {
            var message = root[i];
            var role = message.GetProperty("role").GetString();
            if (role is "user" or "assistant" && message.TryGetProperty("content", out var content) && Cut(FramedMatter.Remove(TextOf(content))) is { Length: > 0 } text)
            {
                turns.Add(new Turn(role == "user", text));
            }
        }

        return turns;
    }

    private static string TextOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(PartOf)),
        _ => "",
    };

    private static string PartOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.String ? part.GetString()!
        : part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!
        : "";

    private static string Cut(string text) =>
        text.Length <= LongestTurn ? text : string.Concat(text.AsSpan(0, LongestTurn / 2), "\n", text.AsSpan(text.Length - (LongestTurn / 2)));
}
