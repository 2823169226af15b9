using System.Collections.Frozen;

namespace LocalAi.Rag.Reading;

/// <summary>
/// Whether a page can be parsed in a time that goes with its length. HTML's parser looks through all open elements at each tag and through all attributes at
/// each attribute: a megabyte of unclosed elements would take it minutes.
/// </summary>
internal static class HtmlShape
{
    public const int MostDepth = 1000;
    public const int LongestTag = 1 << 20;

    /// <summary>Elements that have no end tag, or close by themselves when the next one begins.</summary>
    private static readonly FrozenSet<string> NotOpen =
        ("area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option optgroup thead tbody tfoot colgroup caption html head body rb rp rt rtc")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands in them is no tag until their end tag.</summary>
    private static readonly string[] Raw = ["script", "style", "textarea", "title", "xmp", "noscript"];

    public static bool IsParsable(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var at = text.IndexOf('<'); at >= 0 && at + 1 < text.Length;)
        {
            var rest = text[(at + 1)..];
            var length = 0;
            if (rest.StartsWith("!--", StringComparison.Ordinal))
            {
                length = rest.IndexOf("-->", StringComparison.Ordinal);
            }
            else if (char.IsAsciiLetter(rest[0]) || (rest[0] == '/' && rest.Length > 1 && char.IsAsciiLetter(rest[1])))
            {
                length = rest.IndexOf('>');
                if (length > LongestTag)
                {
                    return false;
                }

                var isEnd = rest[0] == '/';
                var name = NameOf(isEnd ? rest[1..] : rest);
                if (!NotOpen.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
                {
                    depth = Math.Max(0, depth + (isEnd ? -1 : 1));
                }

                if (depth > MostDepth)
                {
                    return false;
                }

                if (!isEnd && length >= 0 && IsRaw(name))
                {
                    var end = rest[length..].IndexOf($"</{name}", StringComparison.OrdinalIgnoreCase);
                    length = end < 0 ? -1 : length + end - 1;
                }
            }

            if (length < 0)
            {
                return true;
            }

            var next = rest[length..].IndexOf('<');
            at = next < 0 ? -1 : at + 1 + length + next;
        }

        return true;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> tag)
    {
        var length = 0;
        while (length < tag.Length && (char.IsAsciiLetterOrDigit(tag[length]) || tag[length] is '-' or ':'))
        {
            length++;
        }

        return tag[..length];
    }

    private static bool IsRaw(ReadOnlySpan<char> name)
    {
        foreach (var raw in Raw)
        {
            if (name.Equals(raw, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
