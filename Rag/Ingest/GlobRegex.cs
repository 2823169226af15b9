using System.Text;
using System.Text.RegularExpressions;

namespace LocalAi.Rag.Ingest;

/// <summary>Turns a path glob into a regular expression without anchors.</summary>
internal static class GlobRegex
{
    /// <summary><c>*</c> and <c>?</c> stop at <c>/</c>, <c>**</c> does not; <c>[…]</c> is a set; <c>\</c> escapes.</summary>
    public static string Of(string glob)
    {
        var regex = new StringBuilder();
        for (var i = 0; i < glob.Length; i++)
        {
            switch (glob[i])
            {
                case '*' when i + 1 < glob.Length && glob[i + 1] == '*':
                    var end = i + 2;
                    while (end < glob.Length && glob[end] == '*')
                    {
                        end++;
                    }

                    if (end < glob.Length && glob[end] == '/' && (i == 0 || glob[i - 1] == '/'))
                    {
                        // a/**/b is also a/b.
                        regex.Append("(?:.*/)?");
                        i = end;
                    }
                    else
                    {
                        regex.Append(".*");
                        i = end - 1;
                    }

                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[' when glob.IndexOf(']', Math.Min(i + 2, glob.Length)) is > 0 and var close:
                    var set = glob[(i + 1)..close];
                    regex.Append('[').Append(set[0] is '!' or '^' ? "^" + Set(set[1..]) : Set(set)).Append(']');
                    i = close;
                    break;
                case '\\' when i + 1 < glob.Length:
                    regex.Append(Regex.Escape(glob[++i].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(glob[i].ToString()));
                    break;
            }
        }

        return regex.ToString();
    }

    public static bool IsValid(string glob)
    {
        try
        {
            _ = new Regex(Of(glob), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Set(string set) => set.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
}
