using System.Text;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>Korean hangs its particles on foreign words: OrderService.cs에서. To a pattern that is one word; a space makes it two.</summary>
internal static class ScriptBoundary
{
    public static string Separate(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('가', '힣'))
        {
            return text;
        }

        var separated = new StringBuilder(text.Length + 16);
        var previous = ' ';
        foreach (var c in text)
        {
            if ((IsHangul(c) && IsLatin(previous)) || (IsLatin(c) && IsHangul(previous)))
            {
                separated.Append(' ');
            }

            separated.Append(c);
            previous = c;
        }

        return separated.Length == text.Length ? text : separated.ToString();
    }

    private static bool IsHangul(char c) => c is >= '가' and <= '힣';

    private static bool IsLatin(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or ')' or '`';
}
