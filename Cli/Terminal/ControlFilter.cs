using System.Text;

namespace LocalAi.Cli.Terminal;

/// <summary>
/// Takes out of foreign text what would steer a terminal: escape sequences (ECMA-48 CSI, OSC, DCS and friends), control
/// characters and bidirectional overrides. Works across pieces of a stream.
/// </summary>
internal sealed class ControlFilter
{
    /// <summary>A string sequence (OSC, DCS) that is longer ends here: it must not swallow an answer.</summary>
    private const int LongestSequence = 4096;

    private State _state;
    private int _length;

    private enum State
    {
        Text,
        Escape,
        Control,
        StringSequence,
        StringEscape,
    }

    public string Clean(string text)
    {
        if (_state == State.Text && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Accept(c))
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }

    private bool Accept(char c)
    {
        switch (_state)
        {
            case State.Escape:
                _state = c switch
                {
                    '[' => State.Control,
                    ']' or 'P' or 'X' or '^' or '_' => State.StringSequence,
                    >= ' ' and <= '/' => State.Escape,
                    _ => State.Text,
                };
                return false;
            case State.Control:
                // A line end is never part of one: the sequence was broken.
                if (c == '\n')
                {
                    _state = State.Text;
                    return true;
                }

                if (c is >= '@' and <= '~')
                {
                    _state = State.Text;
                }

                return false;
            case State.StringSequence or State.StringEscape:
                return AcceptInString(c);
            default:
                return AcceptText(c);
        }
    }

    private bool AcceptInString(char c)
    {
        var ends = c is '\a' or '\u009c' || (_state == State.StringEscape && c == '\\') || ++_length > LongestSequence;
        _state = ends ? State.Text : c == '\e' ? State.StringEscape : State.StringSequence;
        return false;
    }

    private bool AcceptText(char c)
    {
        switch (c)
        {
            case '\n' or '\t':
                return true;
            case '\e':
                (_state, _length) = (State.Escape, 0);
                return false;
            case '\u009b':
                _state = State.Control;
                return false;
            case '\u0090' or '\u0098' or '\u009d' or '\u009e' or '\u009f':
                (_state, _length) = (State.StringSequence, 0);
                return false;
            // Embeddings, overrides and isolates can show a text in another order than it is written.
            case >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069':
                return false;
            default:
                return !char.IsControl(c);
        }
    }
}
