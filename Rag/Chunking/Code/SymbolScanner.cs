using System.Text.RegularExpressions;

namespace LocalAi.Rag.Chunking.Code;

/// <summary>Finds symbols by their first line and their extent by braces, indentation (Python) or statement end (SQL).</summary>
internal static partial class SymbolScanner
{
    private const int MaxSignatureLines = 12;

    /// <summary>Longer lines are generated or minified: no reader looks for a symbol there.</summary>
    private const int LongestSignature = 1000;

    /// <summary>Longest match of one line in milliseconds, for patterns that backtrack.</summary>
    private const int Patience = 2000;

    /// <summary>Symbols by first line; an outer one comes before those inside it.</summary>
    public static List<Symbol> Scan(string text, List<CodeLine> lines, string? language)
    {
        var symbols = new List<Symbol>();
        if (PatternOf(language) is not { } pattern) return symbols;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].IsBlank) continue;
            if (NameIn(lines[i].Code, pattern) is not { } name || IsKeyword(name)) continue;
            var last = language switch
            {
                "python" => IndentEnd(lines, i),
                "sql" => StatementEnd(lines, i),
                _ => BraceEnd(lines, i),
            };
            symbols.Add(new Symbol(name, FirstLine(text, lines, i), last));
        }
        return symbols;
    }

    private static string? NameIn(string code, Regex pattern)
    {
        if (code.Length > LongestSignature) return null;
        try
        {
            var match = pattern.Match(code);
            return match.Success ? match.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            // A line that keeps the pattern busy, or a machine that is: its text is indexed all the same, only not as a symbol.
            return null;
        }
    }

    private static Regex? PatternOf(string? language) => language switch
    {
        "csharp" or "java" => CSharpOrJava(),
        "typescript" or "javascript" => Script(),
        "python" => Python(),
        "go" => Go(),
        "rust" => Rust(),
        "sql" => Sql(),
        _ => null,
    };

    private static bool IsKeyword(string name) => name is
        "if" or "for" or "foreach" or "while" or "switch" or "catch" or "using" or "lock" or "return" or "new" or "await" or "else" or "throw"
        or "when" or "nameof" or "typeof" or "function" or "super" or "fixed" or "do" or "try";

    private static int FirstLine(string text, List<CodeLine> lines, int line)
    {
        while (line > 0)
        {
            var above = text.AsSpan(lines[line - 1].Start, lines[line - 1].End - lines[line - 1].Start).Trim();
            if (!above.StartsWith("//") && !above.StartsWith("#") && !above.StartsWith("*") && !above.StartsWith("/*") && !above.StartsWith("@")
                && !above.StartsWith("--") && !(above.StartsWith("[") && above.EndsWith("]"))) break;
            line--;
        }
        return line;
    }

    /// <summary>The line where the braces opened by the symbol are closed; a symbol without braces ends with its statement.</summary>
    private static int BraceEnd(List<CodeLine> lines, int first)
    {
        var depth = lines[first].Depth;
        for (var i = first; i < lines.Count; i++)
        {
            var opened = lines[i].Code.Contains('{', StringComparison.Ordinal);
            if (opened && lines[i].DepthAfter <= depth) return i;
            if (opened) return ClosingLine(lines, i + 1, depth);
            if (lines[i].Code.EndsWith(';') || i - first > MaxSignatureLines) return i;
        }
        return first;
    }

    private static int ClosingLine(List<CodeLine> lines, int from, int depth)
    {
        for (var i = from; i < lines.Count; i++)
        {
            if (lines[i].DepthAfter <= depth) return i;
        }
        return lines.Count - 1;
    }

    private static int IndentEnd(List<CodeLine> lines, int first)
    {
        var last = first;
        for (var i = first + 1; i < lines.Count; i++)
        {
            if (lines[i].IsBlank) continue;
            if (lines[i].Indent <= lines[first].Indent && !lines[i].Code.StartsWith(')')) break;
            last = i;
        }
        return last;
    }

    private static int StatementEnd(List<CodeLine> lines, int first)
    {
        for (var i = first; i < lines.Count; i++)
        {
            if (lines[i].Code.EndsWith(';')) return i;
        }
        return lines.Count - 1;
    }

    private const string Modifiers = @"(?:(?:public|private|protected|internal|static|sealed|abstract|virtual|override|async|partial|readonly|unsafe|extern|new|final|synchronized|default|native|required|file)\s+)*";

    [GeneratedRegex(@"^" + Modifiers + @"(?:(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|@interface)\s+(\w+)|(?:[\w<>\[\],.?]+\s+)+(?:[\w.]+\.)?(\w+)\s*(?:<[\w,\s]+>)?\s*\((?![^)]*\)\s*;\s*$)|(?:public|private|protected|internal)\s+(\w+)\s*\()", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex CSharpOrJava();

    [GeneratedRegex(@"^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:(?:class|interface|enum|namespace|type)\s+([\w$]+)|(?:async\s+)?function\s*\*?\s*([\w$]+)|(?:const|let|var)\s+([\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^=]+)?=>|[\w$]+\s*=>)|(?:(?:public|private|protected|static|async|readonly|get|set|override)\s+)*([\w$#]+)\s*(?:<[^>]*>)?\([^)]*\)\s*(?::\s*[^{;]+)?\{)", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Script();

    [GeneratedRegex(@"^(?:async\s+)?(?:def|class)\s+(\w+)", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Python();

    [GeneratedRegex(@"^(?:func\s+(?:\([^)]*\)\s*)?(\w+)|type\s+(\w+)\s+(?:struct|interface|func|\w))", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Go();

    [GeneratedRegex(@"^(?:pub(?:\([^)]*\))?\s+)?(?:(?:default|const|async|unsafe|extern(?:\s+\S+)?)\s+)*(?:fn|struct|enum|trait|mod|union|type)\s+(\w+)|^(?:unsafe\s+)?impl(?:<[^>]*>)?\s+([\w:<>&', ]+?)\s*(?:where\b.*)?\{|^macro_rules!\s*(\w+)", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Rust();

    [GeneratedRegex(@"^(?:create\s+(?:or\s+replace\s+)?(?:(?:global|local|temp|temporary|unlogged|unique|materialized|recursive)\s+)*(?:table|view|function|procedure|index|trigger|type|schema|sequence|extension|policy|role)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?([\w.]+)|alter\s+table\s+(?:only\s+)?(?:if\s+exists\s+)?([\w.]+))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Sql();
}
