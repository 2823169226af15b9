using System.Text;

namespace LocalAi.AgentApi.Validation;

/// <summary>
/// Splits a bash text into words and operators by the shell's quoting rules (POSIX shell, 2.2 and 2.3). Command substitutions are given as texts of
/// their own, to be split in turn.
/// </summary>
internal static class BashWords
{
    private const string OperatorCharacters = ";|&<>()\n";

    public static (List<BashWord> Words, List<(string Code, int Line)> Inner) Split(string code, int firstLine)
    {
        var words = new List<BashWord>();
        var inner = new List<(string, int)>();
        var word = new StringBuilder();
        var (line, started, expanded) = (firstLine, false, false);
        for (var i = 0; i < code.Length; i++)
        {
            var c = code[i];
            switch (c)
            {
                case '\\' when i + 1 < code.Length:
                    i++;
                    line += code[i] == '\n' ? 1 : 0;
                    if (code[i] != '\n')
                    {
                        word.Append(code[i]);
                        started = true;
                    }

                    break;
                case '\'':
                    var close = code.IndexOf('\'', i + 1);
                    close = close < 0 ? code.Length : close;
                    word.Append(code, i + 1, close - i - 1);
                    line += code.AsSpan(i, close - i).Count('\n');
                    i = close;
                    started = true;
                    break;
                case '"':
                    i = Quoted(i + 1);
                    started = true;
                    break;
                case '$' or '`':
                    i = Expansion(i);
                    started = true;
                    break;
                case '#' when !started:
                    i = code.IndexOf('\n', i) is var end and >= 0 ? end - 1 : code.Length;
                    break;
                case ' ' or '\t' or '\r':
                    End();
                    break;
                case var _ when OperatorCharacters.Contains(c, StringComparison.Ordinal):
                    End();
                    var length = 1;
                    while (c != '\n' && i + length < code.Length && length < 3 && ";|&<>".Contains(code[i + length], StringComparison.Ordinal) && c is not ('(' or ')'))
                    {
                        length++;
                    }

                    words.Add(new BashWord(code.Substring(i, length), line, true, false));
                    line += c == '\n' ? 1 : 0;
                    i += length - 1;
                    break;
                default:
                    word.Append(c);
                    started = true;
                    break;
            }
        }

        End();
        return (words, inner);

        void End()
        {
            if (started)
            {
                words.Add(new BashWord(word.ToString(), line, false, expanded));
                word.Clear();
                (started, expanded) = (false, false);
            }
        }

        int Quoted(int from)
        {
            for (var i = from; i < code.Length; i++)
            {
                switch (code[i])
                {
                    case '"':
                        return i;
                    case '\\' when i + 1 < code.Length:
                        word.Append(code[++i]);
                        break;
                    case '$' or '`':
                        i = Expansion(i);
                        break;
                    default:
                        line += code[i] == '\n' ? 1 : 0;
                        word.Append(code[i]);
                        break;
                }
            }

            return code.Length;
        }

        int Expansion(int at)
        {
            expanded = true;
            if (code[at] == '`')
            {
                var end = code.IndexOf('`', at + 1);
                end = end < 0 ? code.Length : end;
                inner.Add((code[(at + 1)..Math.Min(end, code.Length)], line));
                return end;
            }

            if (at + 1 < code.Length && code[at + 1] == '(')
            {
                var depth = 0;
                for (var i = at + 1; i < code.Length; i++)
                {
                    depth += code[i] == '(' ? 1 : code[i] == ')' ? -1 : 0;
                    if (depth == 0)
                    {
                        inner.Add((code[(at + 2)..i], line));
                        return i;
                    }
                }

                return code.Length;
            }

            word.Append('$');
            return at;
        }
    }
}
