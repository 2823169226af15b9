using System.Text.Json;
using System.Text.Unicode;
using LocalAi.Gateway.Errors;
using static LocalAi.Gateway.Requests.RequestErrors;

namespace LocalAi.Gateway.Requests;

/// <summary>
/// Reads a request once, without building a document: finds the model, checks the fields that would otherwise fail upstream in
/// another way for every provider, and leaves the rest alone.
/// </summary>
internal ref struct RequestScanner
{
    private const int MaxDepth = 64;
    private const int MaxModelLength = 200;

    private readonly ReadOnlySpan<byte> _body;
    private readonly RequestKind _kind;
    private readonly RequestLimits _limits;
    private Utf8JsonReader _reader;
    private RequestField _seen;
    private string? _model;
    private Range _modelToken;
    private Range _prompt;
    private bool _stream;
    private bool _includeUsage;
    private double? _temperature;
    private bool _hasSeed;
    private int? _maxTokens;

    private RequestScanner(ReadOnlySpan<byte> body, RequestKind kind, RequestLimits limits)
    {
        _body = body;
        _kind = kind;
        _limits = limits;
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <exception cref="OpenAiErrorException">The body is not a request; the error names the field.</exception>
    public static RequestShape Scan(ReadOnlySpan<byte> body, RequestKind kind, RequestLimits limits)
    {
        if (!Utf8.IsValid(body))
        {
            throw Wrong("The body is not valid UTF-8.", "invalid_json");
        }

        try
        {
            return new RequestScanner(body, kind, limits).Scan();
        }
        catch (JsonException broken)
        {
            throw Wrong(
                broken.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                    ? $"The body is nested deeper than {MaxDepth} levels."
                    : $"The body is not valid JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}).",
                "invalid_json");
        }
    }

    private RequestShape Scan()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong("The body must be a JSON object.", "invalid_json");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField();
        }

        // The rest must be white space; Read throws at anything else.
        while (_reader.Read())
        {
        }

        if (_model is null)
        {
            throw Wrong("'model' is missing: name chat-7b, code-7b or auto.", "missing_field", "model");
        }

        var prompt = PromptField;
        if (_prompt.Equals(default))
        {
            throw Wrong($"'{prompt}' is missing.", "missing_field", prompt);
        }

        return new RequestShape
        {
            Model = _model,
            ModelToken = _modelToken,
            Stream = _stream && _kind != RequestKind.Embedding,
            IncludeUsage = _includeUsage,
            Temperature = _temperature,
            HasSeed = _hasSeed,
            MaxTokens = _maxTokens,
            Prompt = _prompt,
            PromptBytes = _prompt.GetOffsetAndLength(_body.Length).Length,
        };
    }

    private readonly string PromptField => _kind switch
    {
        RequestKind.Chat => "messages",
        RequestKind.Completion => "prompt",
        _ => "input",
    };

    private void ReadField()
    {
        if (Is("model"u8, RequestField.Model, "model"))
        {
            ReadModel();
        }
        else if (_kind == RequestKind.Chat && Is("messages"u8, RequestField.Prompt, "messages"))
        {
            _prompt = MessageList.Read(ref _reader);
        }
        else if ((_kind == RequestKind.Completion && Is("prompt"u8, RequestField.Prompt, "prompt"))
            || (_kind == RequestKind.Embedding && Is("input"u8, RequestField.Prompt, "input")))
        {
            ReadPrompt();
        }
        else if (Is("stream"u8, RequestField.Stream, "stream"))
        {
            _stream = RequestValues.ReadBoolean(ref _reader, "stream");
        }
        else if (Is("stream_options"u8, RequestField.StreamOptions, "stream_options"))
        {
            ReadStreamOptions();
        }
        else if (Is("temperature"u8, RequestField.Temperature, "temperature"))
        {
            _temperature = RequestValues.ReadNumber(ref _reader, "temperature", 0, 2);
        }
        else if (Is("top_p"u8, RequestField.TopP, "top_p"))
        {
            RequestValues.ReadNumber(ref _reader, "top_p", 0, 1);
        }
        else if (Is("seed"u8, RequestField.Seed, "seed"))
        {
            _hasSeed = RequestValues.ReadInteger(ref _reader, "seed", long.MinValue, long.MaxValue) is not null;
        }
        else if (Is("n"u8, RequestField.Choices, "n"))
        {
            RequestValues.ReadInteger(ref _reader, "n", 1, _limits.MaxChoices);
        }
        else if (Is("max_tokens"u8, RequestField.MaxTokens, "max_tokens"))
        {
            _maxTokens = (int?)RequestValues.ReadInteger(ref _reader, "max_tokens", 1, _limits.MaxTokens) ?? _maxTokens;
        }
        else if (Is("max_completion_tokens"u8, RequestField.MaxCompletionTokens, "max_completion_tokens"))
        {
            _maxTokens = (int?)RequestValues.ReadInteger(ref _reader, "max_completion_tokens", 1, _limits.MaxTokens) ?? _maxTokens;
        }
        else if (Is("tools"u8, RequestField.Tools, "tools"))
        {
            RequestValues.Expect(ref _reader, JsonTokenType.StartArray, "tools", "an array of tools");
        }
        else
        {
            _reader.Skip();
        }
    }

    private bool Is(scoped ReadOnlySpan<byte> name, RequestField field, string text)
    {
        if (!_reader.ValueTextEquals(name))
        {
            return false;
        }

        if ((_seen & field) != 0)
        {
            throw Twice(text);
        }

        _seen |= field;
        return true;
    }

    private void ReadModel()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String)
        {
            throw WrongType("model", "a string: chat-7b, code-7b or auto");
        }

        // A string of the longest name, every character escaped, is six times as long.
        if (_reader.ValueSpan.Length > MaxModelLength * 6 || _reader.GetString() is not { Length: > 0 and <= MaxModelLength } model)
        {
            throw Wrong($"'model' must have 1 to {MaxModelLength} characters.", "invalid_value", "model");
        }

        _model = model;
        _modelToken = (int)_reader.TokenStartIndex..(int)_reader.BytesConsumed;
    }

    private void ReadPrompt()
    {
        _reader.Read();
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray))
        {
            throw WrongType(PromptField, "a string or an array");
        }

        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        _prompt = start..(int)_reader.BytesConsumed;
    }

    private void ReadStreamOptions()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw WrongType("stream_options", "an object");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals("include_usage"u8))
            {
                _includeUsage = RequestValues.ReadBoolean(ref _reader, "stream_options.include_usage");
            }
            else
            {
                _reader.Skip();
            }
        }
    }
}
