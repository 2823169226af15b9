using System.Buffers;
using System.Text;
using System.Text.Json;
using LocalAi.Gateway.Upstreams.Providers;

namespace LocalAi.Gateway.Telemetry;

/// <summary>
/// An answer as the GenAI conventions write it, collected while it passes: from one JSON answer or from the events of a stream. Only made when
/// prompts may be recorded; holds at most <see cref="MostBytes"/> of JSON and says nothing about an answer that is longer.
/// </summary>
internal sealed class AnswerCapture
{
    private const int MostBytes = 256 << 10;
    private const int MostChoices = 8;
    private const int MostToolCalls = 64;

    private readonly SortedDictionary<int, Choice> _choices = [];
    private int _seen;
    private bool _isIncomplete;

    /// <summary>Takes a whole JSON answer, or the data of one event.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        _seen += json.Length;
        if (_isIncomplete || _seen > MostBytes)
        {
            _isIncomplete = true;
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.Member("choices") is { ValueKind: JsonValueKind.Array } choices)
            {
                foreach (var choice in choices.EnumerateArray().Take(MostChoices))
                {
                    Add(choice);
                }
            }
        }
        catch (JsonException)
        {
            // A garbled event passes as it is; there is nothing to note of it.
        }
    }

    /// <summary>A part of the answer passed that was not given to <see cref="Add(ReadOnlySpan{byte})"/>: half an answer is not recorded.</summary>
    public void GiveUp() => _isIncomplete = true;

    /// <summary><c>[{"role":"assistant","parts":[…],"finish_reason":"stop"}]</c>, or null when there is nothing to tell.</summary>
    public string? ToMessages()
    {
        if (_choices.Count == 0 || _isIncomplete)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, MessageCapture.Relaxed))
        {
            json.WriteStartArray();
            foreach (var choice in _choices.Values)
            {
                choice.Write(json);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Add(JsonElement element)
    {
        var index = element.Number("index") ?? 0;
        if (!_choices.TryGetValue(index, out var choice))
        {
            if (_choices.Count >= MostChoices)
            {
                return;
            }

            _choices.Add(index, choice = new Choice());
        }

        choice.Add(element);
    }

    private sealed class Choice
    {
        private readonly StringBuilder _text = new();
        private readonly SortedDictionary<int, Tool> _tools = [];
        private string? _finishReason;

        public void Add(JsonElement element)
        {
            _finishReason = element.Text("finish_reason") ?? _finishReason;
            var message = element.Member("delta") is { ValueKind: JsonValueKind.Object } delta ? delta : element.Member("message");
            _text.Append(message.Text("content") ?? element.Text("text"));
            if (message.Member("tool_calls") is { ValueKind: JsonValueKind.Array } calls)
            {
                var position = 0;
                foreach (var call in calls.EnumerateArray().Take(MostToolCalls))
                {
                    Add(call, call.Number("index") ?? position++);
                }
            }
        }

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("role", "assistant");
            json.WriteStartArray("parts");
            if (_text.Length > 0)
            {
                MessageCapture.WriteText(json, _text.ToString());
            }

            foreach (var tool in _tools.Values)
            {
                MessageCapture.WriteToolCall(json, tool.Id, tool.Name, tool.Arguments.ToString());
            }

            json.WriteEndArray();
            json.WriteString("finish_reason", _finishReason);
            json.WriteEndObject();
        }

        private void Add(JsonElement call, int index)
        {
            if (!_tools.TryGetValue(index, out var tool))
            {
                if (_tools.Count >= MostToolCalls)
                {
                    return;
                }

                _tools.Add(index, tool = new Tool());
            }

            var function = call.Member("function");
            tool.Id ??= call.Text("id");
            tool.Name ??= function.Text("name");
            tool.Arguments.Append(function.Text("arguments"));
        }
    }

    private sealed class Tool
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
