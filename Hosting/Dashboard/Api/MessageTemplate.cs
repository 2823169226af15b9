using System.Text;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>
/// Fills a message template ("Indexed {Count} files") from the record's attributes. The .NET exporter sends the template unless it
/// is told to send the finished message; the template alone tells a reader little.
/// </summary>
internal static class MessageTemplate
{
    public static string Fill(string body, KeyValuePair<string, string>[] attributes)
    {
        if (attributes.Length == 0 || !body.Contains('{'))
            return body;

        var text = new StringBuilder(body.Length + 32);
        var rest = body.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            text.Append(rest[..open]);
            rest = rest[open..];
            var close = rest.IndexOf('}');
            if (close < 0)
                break;

            var hole = rest[..(close + 1)];
            text.Append(Find(hole, attributes));
            rest = rest[hole.Length..];
        }

        return text.Append(rest).ToString();
    }

    // A hole is {Name}, {Name:format} or {Name,width}.
    private static ReadOnlySpan<char> Find(ReadOnlySpan<char> hole, KeyValuePair<string, string>[] attributes)
    {
        var name = hole[1..^1];
        if (name.IndexOfAny(':', ',') is > 0 and var end)
            name = name[..end];
        foreach (var (key, value) in attributes)
        {
            if (name.SequenceEqual(key))
                return value;
        }

        return hole;
    }
}
