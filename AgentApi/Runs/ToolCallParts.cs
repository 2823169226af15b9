using System.Text;
using LocalAi.Contracts.OpenAi;

namespace LocalAi.AgentApi.Runs;

/// <summary>Puts tool calls together from the pieces a stream carries them in.</summary>
internal sealed class ToolCallParts
{
    private const int MostCalls = 32;

    private readonly SortedDictionary<int, (string? Id, string? Name, StringBuilder Arguments)> _calls = [];

    public void Add(ToolCall part)
    {
        var index = part.Index ?? _calls.Count;
        if (!_calls.TryGetValue(index, out var call))
        {
            if (_calls.Count == MostCalls)
            {
                return;
            }

            call = (null, null, new StringBuilder());
        }

        call.Arguments.Append(part.Function?.Arguments);
        _calls[index] = (call.Id ?? part.Id, call.Name ?? part.Function?.Name, call.Arguments);
    }

    /// <summary>The whole calls. A call without an id gets one: its result needs it.</summary>
    public IReadOnlyList<ToolCall> ToCalls() =>
        [.. _calls.Values.Select(c => new ToolCall { Id = c.Id is { Length: > 0 } id ? id : "call_" + Guid.NewGuid().ToString("N"), Type = "function", Function = new ToolCallFunction(c.Name ?? "", c.Arguments.ToString()) })];
}
