using System.Text;

namespace LocalAi.Cli.Terminal;

/// <summary>
/// Shows Markdown on a terminal while it streams: headings and bold, code in another colour, list bullets. Decides as soon as
/// it can and never takes back what it has shown, so nothing flickers. Text it does not understand is shown as it came.
/// </summary>
internal sealed class MarkdownStream(Action<string> write)
{
    private const string Bold = "\e[1m";
    private const string Code = "\e[36m";
    private const string Faint = "\e[2m";
    private const string Reset = "\e[0m";

    /// <summary>Longest beginning of a line that is held back to see what the line is: indent and fence.</summary>
    private const int LongestPrefix = 12;

    private readonly StringBuilder _held = new();
    private readonly StringBuilder _ready = new();
    private bool _atStart = true;
    private bool _fenced;
    private bool _fenceLine;
    private bool _heading;
    private bool _bold;
    private bool _code;

    public void Add(string text)
    {
        foreach (var c in text)
        {
            Take(c);
        }

        Show();
    }

    /// <summary>Shows what was held back and ends all styles.</summary>
    public void End()
    {
        Flush();
        if (_bold || _code || _heading || _fenced || _fenceLine)
        {
            _ready.Append(Reset);
        }

        Show();
    }

    private void Take(char c)
    {
        if (c == '\n')
        {
            EndOfLine();
        }
        else if (_atStart)
        {
            _held.Append(c);
            DecidePrefix();
        }
        else if (_fenced || _fenceLine)
        {
            _ready.Append(c);
        }
        else
        {
            Inline(c);
        }
    }

    /// <summary>Called with a non-empty beginning of a line: shows it once it is clear what it is.</summary>
    private void DecidePrefix()
    {
        var line = _held.ToString();
        var text = line.TrimStart(' ');
        if (text.Length == 0 && line.Length < LongestPrefix)
        {
            return;
        }

        if (text.StartsWith("```", StringComparison.Ordinal))
        {
            (_fenceLine, _fenced) = (true, !_fenced);
            Start(Faint + line);
        }
        else if (text is "`" or "``" || (!_fenced && (text is "-" or "*" || (text.Length is > 0 and <= 6 && text.AsSpan().IndexOfAnyExcept('#') < 0))))
        {
            return;
        }
        else if (_fenced)
        {
            Start(Code + line);
        }
        else if (text[0] == '#' && text[^1] == ' ')
        {
            _heading = true;
            Start(Bold + line);
        }
        else if (text is "- " or "* ")
        {
            Start(line[..^2] + "• ");
        }
        else
        {
            _held.Clear();
            _atStart = false;
            foreach (var c in line)
            {
                Inline(c);
            }
        }
    }

    private void Start(string shown)
    {
        _ready.Append(shown);
        _held.Clear();
        _atStart = false;
    }

    private void Inline(char c)
    {
        // A single star waits for the next character: two of them are bold, one is just a star.
        if (_held.Length == 1)
        {
            _held.Clear();
            if (c == '*')
            {
                _bold = !_bold;
                Style(reset: !_bold);
                return;
            }

            _ready.Append('*');
        }

        if (c == '*' && !_code)
        {
            _held.Append(c);
        }
        else if (c == '`')
        {
            _code = !_code;
            Style(reset: !_code);
        }
        else
        {
            _ready.Append(c);
        }
    }

    private void Style(bool reset)
    {
        if (reset)
        {
            _ready.Append(Reset);
        }

        if (_bold || _heading)
        {
            _ready.Append(Bold);
        }

        if (_code)
        {
            _ready.Append(Code);
        }
    }

    private void EndOfLine()
    {
        Flush();
        if (_bold || _code || _heading || _fenced || _fenceLine)
        {
            _ready.Append(Reset);
        }

        // Emphasis does not reach over lines: an unmatched mark must not colour the rest of the answer.
        (_bold, _code, _heading, _fenceLine, _atStart) = (false, false, false, false, true);
        _ready.Append('\n');
    }

    private void Flush()
    {
        if (_held.Length > 0)
        {
            _ready.Append(_held);
            _held.Clear();
        }
    }

    private void Show()
    {
        if (_ready.Length > 0)
        {
            write(_ready.ToString());
            _ready.Clear();
        }
    }
}
