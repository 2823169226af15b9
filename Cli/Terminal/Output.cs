using System.Text;

namespace LocalAi.Cli.Terminal;

/// <summary>Standard output and error. Rich (colours, Markdown, moving lines) only on a terminal; raw bytes of text in pipes.</summary>
internal sealed class Output
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly bool _colors;
    private bool _lineOpen;

    public Output()
    {
        var dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        Rich = !Console.IsOutputRedirected && !dumb;
        RichError = !Console.IsErrorRedirected && !dumb;
        _colors = Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        Out = new StreamWriter(Console.OpenStandardOutput(), Utf8, 4096) { AutoFlush = false };
        Error = new StreamWriter(Console.OpenStandardError(), Utf8, 1024) { AutoFlush = true };
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Standard output is a terminal that understands escape sequences.</summary>
    public bool Rich { get; }

    /// <summary>Standard error is one.</summary>
    public bool RichError { get; }

    /// <summary>Cells of a terminal line; 100 where there is none.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 20 and var width ? width : 100;
            }
            catch (IOException)
            {
                return 100;
            }
        }
    }

    /// <summary>Text in an SGR style, for example "1" (bold) or "36" (cyan); unchanged without colours.</summary>
    public string Paint(string style, string text) => Rich && _colors ? $"\e[{style}m{text}\e[0m" : text;

    public string PaintError(string style, string text) => RichError && _colors ? $"\e[{style}m{text}\e[0m" : text;

    /// <summary>Whether styles are wanted in streamed text.</summary>
    public bool Styled => Rich && _colors;

    /// <summary>A piece of text that may end in the middle of a line; shown at once.</summary>
    public void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        Out.Write(text);
        Out.Flush();
        _lineOpen = text[^1] != '\n';
    }

    public void WriteLine(string text = "")
    {
        Out.WriteLine(text);
        _lineOpen = false;
    }

    /// <summary>Ends a line that was left open, so that what follows starts at the left.</summary>
    public void EndLine()
    {
        if (_lineOpen)
        {
            Out.WriteLine();
            _lineOpen = false;
        }

        Out.Flush();
    }
}
