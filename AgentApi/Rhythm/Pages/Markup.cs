using System.Globalization;
using System.Net;
using System.Text;

namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>HTML in the making: every value is encoded where it goes in.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds what the program itself wrote.</summary>
    public Markup Raw(string html)
    {
        _text.Append(html);
        return this;
    }

    public Markup Add(FormattableString html)
    {
        _text.AppendFormat(CultureInfo.InvariantCulture, html.Format, [.. html.GetArguments().Select(Encode)]);
        return this;
    }

    public override string ToString() => _text.ToString();

    public static string Local(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "never";

    private static object? Encode(object? value) => value is string text ? WebUtility.HtmlEncode(text) : value;
}
