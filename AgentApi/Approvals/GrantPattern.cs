using System.Buffers;

namespace LocalAi.AgentApi.Approvals;

/// <summary>
/// What "remember for this session" covers: the text itself, or a pattern in which <c>*</c> stands for any text without characters that a shell obeys.
/// So <c>git log *</c> covers <c>git log -3</c> and never <c>git log; rm -rf .</c>
/// </summary>
internal static class GrantPattern
{
    private static readonly SearchValues<char> ShellObeys = SearchValues.Create(";&|`$()<>\n\r\\{}\"'!#~\0");

    public static bool Matches(string pattern, string text)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return pattern == text;
        }

        if (!text.StartsWith(parts[0], StringComparison.Ordinal) || text.Length < parts[0].Length + parts[^1].Length || !text.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var position = parts[0].Length;
        var end = text.Length - parts[^1].Length;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var found = text.IndexOf(parts[i], position, end - position, StringComparison.Ordinal);
            if (found < 0 || text.AsSpan(position, found - position).ContainsAny(ShellObeys))
            {
                return false;
            }

            position = found + parts[i].Length;
        }

        return position <= end && !text.AsSpan(position, end - position).ContainsAny(ShellObeys);
    }

    /// <summary>Null when the pattern may be remembered, else why not: it must fit the call it was given for and fix at least three characters at its beginning.</summary>
    public static string? Refusal(string pattern, string text)
    {
        if (pattern.Length > 1000)
        {
            return "must have at most 1000 characters";
        }

        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            return "must not have a NUL character";
        }

        if (pattern.Contains('*', StringComparison.Ordinal) && pattern.IndexOf('*', StringComparison.Ordinal) < 3)
        {
            return "must begin with at least three characters before the first *";
        }

        return Matches(pattern, text) ? null : "must match the call it is given for";
    }
}
