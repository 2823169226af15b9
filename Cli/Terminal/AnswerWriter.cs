namespace LocalAi.Cli.Terminal;

/// <summary>Where a streamed answer goes: cleaned and as light Markdown on a terminal, byte for byte in a pipe.</summary>
internal sealed class AnswerWriter
{
    private readonly Output _output;
    private readonly ControlFilter _filter = new();
    private readonly MarkdownStream? _markdown;

    public AnswerWriter(Output output)
    {
        _output = output;
        _markdown = output.Styled ? new MarkdownStream(output.Write) : null;
    }

    public void Add(string text)
    {
        if (!_output.Rich)
        {
            _output.Write(text);
        }
        else if (_markdown is null)
        {
            _output.Write(_filter.Clean(text));
        }
        else
        {
            _markdown.Add(_filter.Clean(text));
        }
    }

    public void End()
    {
        _markdown?.End();
        _output.EndLine();
    }
}
