using System.Text;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Interactive;

/// <summary>
/// Reads a line on a terminal: arrows, Home, End, Backspace, Delete, Ctrl+A/E/U/K/W, history with up and down; wide characters
/// take two cells. In a pipe it reads plain lines.
/// </summary>
internal sealed class LineEditor(Output output, History history)
{
    private readonly StringBuilder _line = new();
    private int _cursor;
    private int _cursorRow;

    /// <summary>The line, or null at the end of input: Ctrl+D on an empty line, Ctrl+C on an empty line.</summary>
    public string? Read(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return Console.ReadLine();
        }

        _line.Clear();
        (_cursor, _cursorRow) = (0, 0);
        var recalled = history.Count;
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                Draw(prompt);
                var key = Console.ReadKey(intercept: true);
                var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
                switch (key.Key)
                {
                    case ConsoleKey.Enter:
                        return Finish(prompt);
                    case ConsoleKey.D when control && _line.Length == 0:
                    case ConsoleKey.C when control && _line.Length == 0:
                        Finish(prompt);
                        return null;
                    case ConsoleKey.C when control:
                        (_, recalled) = (_line.Clear(), history.Count);
                        _cursor = 0;
                        break;
                    case ConsoleKey.UpArrow when recalled > 0:
                        Replace(history[--recalled]);
                        break;
                    case ConsoleKey.DownArrow when recalled < history.Count:
                        Replace(++recalled < history.Count ? history[recalled] : "");
                        break;
                    default:
                        Edit(key, control);
                        break;
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private void Edit(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                _cursor -= Before();
                break;
            case ConsoleKey.RightArrow:
                _cursor += After();
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when control:
                _cursor = 0;
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when control:
                _cursor = _line.Length;
                break;
            case ConsoleKey.Backspace:
                Remove(_cursor - Before(), Before());
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when control:
                Remove(_cursor, After());
                break;
            case ConsoleKey.U when control:
                Remove(0, _cursor);
                break;
            case ConsoleKey.K when control:
                Remove(_cursor, _line.Length - _cursor);
                break;
            case ConsoleKey.W when control:
                var start = _line.ToString(0, _cursor).TrimEnd().LastIndexOf(' ') + 1;
                Remove(start, _cursor - start);
                break;
            default:
                if (!char.IsControl(key.KeyChar) && _line.Length < History.LongestLine)
                {
                    _line.Insert(_cursor++, key.KeyChar);
                }

                break;
        }
    }

    /// <summary>UTF-16 units of the character before the cursor.</summary>
    private int Before() => _cursor == 0 ? 0 : _cursor > 1 && char.IsLowSurrogate(_line[_cursor - 1]) ? 2 : 1;

    private int After() => _cursor == _line.Length ? 0 : _cursor + 1 < _line.Length && char.IsHighSurrogate(_line[_cursor]) ? 2 : 1;

    private void Remove(int start, int length)
    {
        _line.Remove(start, length);
        _cursor = start;
    }

    private void Replace(string text)
    {
        _line.Clear().Append(text);
        _cursor = _line.Length;
    }

    private string Finish(string prompt)
    {
        _cursor = _line.Length;
        Draw(prompt);
        output.WriteLine();
        output.EndLine();
        var line = _line.ToString();
        history.Add(line);
        return line;
    }

    /// <summary>Draws prompt and line over what was there: back to the first row, text, rest cleared, cursor to its place.</summary>
    private void Draw(string prompt)
    {
        var width = Output.Width;
        var total = CellWidth.Of(prompt) + CellWidth.Of(_line.ToString());
        var place = CellWidth.Of(prompt) + CellWidth.Of(_line.ToString(0, _cursor));
        var text = new StringBuilder();
        if (_cursorRow > 0)
        {
            text.Append($"\e[{_cursorRow}A");
        }

        text.Append('\r').Append(output.Paint("1;36", prompt)).Append(_line).Append("\e[J");

        // A full row leaves the cursor hanging at its end; a space moves it on.
        if (total > 0 && total % width == 0)
        {
            text.Append(" \r");
        }

        if (total / width - place / width is > 0 and var up)
        {
            text.Append($"\e[{up}A");
        }

        text.Append('\r');
        if (place % width > 0)
        {
            text.Append($"\e[{place % width}C");
        }

        _cursorRow = place / width;
        output.Out.Write(text);
        output.Out.Flush();
    }
}
