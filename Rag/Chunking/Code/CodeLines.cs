using System.Text;

namespace LocalAi.Rag.Chunking.Code;

/// <summary>Cuts code into lines and blanks strings and comments, so that braces and keywords inside them count nothing.</summary>
internal static class CodeLines
{
    public static List<CodeLine> Of(string text, string? language)
    {
        var lines = new List<CodeLine>();
        var state = new CommentState(language);
        var depth = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            var line = text.AsSpan(start, end - start);
            var code = state.Strip(line);
            var before = depth;
            foreach (var c in code) depth = Math.Max(0, depth + (c == '{' ? 1 : c == '}' ? -1 : 0));
            lines.Add(new CodeLine(start, end, code.Trim(), Indent(line), before, depth));
            start = end;
        }
        return lines;
    }

    private static int Indent(ReadOnlySpan<char> line)
    {
        var columns = 0;
        foreach (var c in line)
        {
            if (c == ' ') columns++;
            else if (c == '\t') columns += 4;
            else break;
        }
        return columns;
    }

    /// <summary>What a string or comment that spans lines leaves behind.</summary>
    private sealed class CommentState(string? language)
    {
        private readonly bool _isPython = language == "python";
        private readonly bool _isSql = language == "sql";
        private string? _closing;

        public string Strip(ReadOnlySpan<char> line)
        {
            var code = new StringBuilder(line.Length);
            for (var i = 0; i < line.Length;)
            {
                var rest = line[i..];
                if (_closing is not null)
                {
                    var close = rest.IndexOf(_closing);
                    if (close < 0) break;
                    i += close + _closing.Length;
                    _closing = null;
                }
                else if (IsLineComment(rest)) break;
                else if (Opening(rest) is { } opening)
                {
                    _closing = opening == "/*" ? "*/" : opening;
                    i += opening.Length;
                }
                else if (rest[0] is '"' or '\'' && !IsLifetime(rest)) i += StringLength(rest);
                else
                {
                    code.Append(rest[0]);
                    i++;
                }
            }
            return code.ToString();
        }

        private bool IsLineComment(ReadOnlySpan<char> rest) =>
            _isPython ? rest[0] == '#' : _isSql ? rest.StartsWith("--") : rest.StartsWith("//");

        private string? Opening(ReadOnlySpan<char> rest)
        {
            if (rest.StartsWith("\"\"\"")) return "\"\"\"";
            if (_isPython && rest.StartsWith("'''")) return "'''";
            if (_isSql && rest.StartsWith("$$")) return "$$";
            if (!_isPython && rest.StartsWith("/*")) return "/*";
            return language is "javascript" or "typescript" or "go" && rest[0] == '`' ? "`" : null;
        }

        /// <summary>Rust's 'a is no string.</summary>
        private bool IsLifetime(ReadOnlySpan<char> rest) => language == "rust" && rest[0] == '\'' && (rest.Length < 3 || (rest[2] != '\'' && rest[1] != '\\'));

        private static int StringLength(ReadOnlySpan<char> rest)
        {
            for (var i = 1; i < rest.Length; i++)
            {
                if (rest[i] == '\\') i++;
                else if (rest[i] == rest[0]) return i + 1;
            }
            // Not closed on its line: an apostrophe in a comment-like place; only the quote is skipped.
            return 1;
        }
    }
}
