using System.Text.RegularExpressions;
using LocalAi.Rag.Documents;

namespace LocalAi.Rag.Ingest;

/// <summary>One line of a .gitignore (gitignore(5)): <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>**</c>, leading or inner <c>/</c> anchors, trailing <c>/</c> means folders, <c>!</c> takes back.</summary>
internal sealed class IgnorePattern
{
    private readonly Regex _regex;

    private IgnorePattern(Regex regex, bool negated, bool foldersOnly)
    {
        _regex = regex;
        Negated = negated;
        FoldersOnly = foldersOnly;
    }

    public bool Negated { get; }

    public bool FoldersOnly { get; }

    /// <summary>The pattern of a line, or null for comments, empty lines and what does not parse.</summary>
    public static IgnorePattern? Parse(string line)
    {
        line = Composed(line);
        var text = line.EndsWith("\\ ", StringComparison.Ordinal) ? line : line.TrimEnd(' ', '\t', '\r');
        if (text.Length is 0 or > 1024 || text[0] == '#')
        {
            return null;
        }

        var negated = text[0] == '!';
        text = negated ? text[1..] : text;
        var foldersOnly = text.EndsWith('/');
        text = text.TrimEnd('/');
        if (text.Length == 0)
        {
            return null;
        }

        var anchored = text.Contains('/', StringComparison.Ordinal);
        try
        {
            // NonBacktracking: a hostile pattern costs linear time.
            var regex = new Regex((anchored ? "^" : "^(?:.*/)?") + GlobRegex.Of(text.TrimStart('/')) + "$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return new IgnorePattern(regex, negated, foldersOnly);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public bool Matches(string relative, bool isFolder) => (isFolder || !FoldersOnly) && _regex.IsMatch(Composed(relative));

    /// <summary>Names from a Mac are in decomposed letters, what people type is not.</summary>
    private static string Composed(string text) => System.Text.Ascii.IsValid(text) ? text : StorableText.Of(text).Normalize();
}
