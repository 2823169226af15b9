using System.Globalization;
using System.Text;

namespace LocalAi.Rag.Answers;

/// <summary>
/// Lets a streamed answer through and checks its citations on the way: <c>[n]</c>, <c>[1, 2]</c>, <c>【1】</c> and <c>[^1]</c> stay when n was sent, become <c>[n]</c>,
/// and are dropped otherwise. Code (between backticks) is left alone: <c>a[0]</c> is no citation.
/// </summary>
/// <param name="sources">Sources the model was given: 1 to this number may be cited.</param>
internal sealed class CitationFilter(int sources)
{
    private const int LongestCitation = 24;

    private readonly StringBuilder _held = new();
    private readonly SortedSet<int> _cited = [];
    private bool _space;
    private int _ticks;
    private int _openTicks;

    /// <summary>Numbers cited so far, each valid.</summary>
    public IReadOnlyCollection<int> Cited => _cited;

    /// <summary>The part of the answer that is certain by now.</summary>
    public string Push(string piece)
    {
        var output = new StringBuilder(piece.Length);
        foreach (var c in piece)
        {
            Push(c, output);
        }

        return output.ToString();
    }

    /// <summary>What was held back at the end.</summary>
    public string Flush()
    {
        var rest = (_space ? " " : "") + _held;
        _held.Clear();
        _space = false;
        return rest;
    }

    private void Push(char c, StringBuilder output)
    {
        if (_held.Length > 0)
        {
            _held.Append(c);
            if (c is ']' or '】')
            {
                Emit(Resolve(_held.ToString()), output);
                _held.Clear();
            }
            else if (_held.Length > LongestCitation || !(char.IsAsciiDigit(c) || c is ',' or ' ' or ';' or '^' or '-' or '–'))
            {
                Emit(_held.ToString(), output);
                _held.Clear();
            }

            return;
        }

        CountTicks(c);
        if (_openTicks == 0 && c is '[' or '【')
        {
            _held.Append(c);
        }
        else if (c == ' ' && !_space)
        {
            // Goes with the citation behind it, if that is dropped.
            _space = true;
        }
        else
        {
            Emit(c.ToString(), output);
        }
    }

    private void Emit(string text, StringBuilder output)
    {
        if (_space && text.Length > 0)
        {
            output.Append(' ');
        }

        _space = false;
        output.Append(text);
    }

    /// <summary>Code begins with a run of backticks and ends with one as long.</summary>
    private void CountTicks(char c)
    {
        if (c == '`')
        {
            _ticks++;
            return;
        }

        if (_ticks > 0)
        {
            _openTicks = _openTicks == 0 ? _ticks : _ticks >= _openTicks ? 0 : _openTicks;
            _ticks = 0;
        }
    }

    private string Resolve(string bracket)
    {
        var inner = bracket.AsSpan(1, bracket.Length - 2).Trim();
        if (inner.Length == 0 || !char.IsAsciiDigit(inner[^1]) || !(char.IsAsciiDigit(inner[0]) || inner[0] == '^'))
        {
            return bracket;
        }

        var valid = new StringBuilder();
        foreach (var number in Numbers(inner.ToString()))
        {
            if (number >= 1 && number <= sources)
            {
                _cited.Add(number);
                valid.Append('[').Append(number.ToString(CultureInfo.InvariantCulture)).Append(']');
            }
        }

        return valid.ToString();
    }

    private static IEnumerable<int> Numbers(string inner)
    {
        foreach (var part in inner.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var range = part.TrimStart('^').Split('-', '–');
            if (int.TryParse(range[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first))
            {
                var last = range.Length == 2 && int.TryParse(range[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end) ? Math.Min(end, first + 20) : first;
                for (var number = first; number <= last; number++)
                {
                    yield return number;
                }
            }
        }
    }
}
