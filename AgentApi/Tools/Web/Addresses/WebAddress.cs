using System.Globalization;
using System.Net;

namespace LocalAi.AgentApi.Tools.Web.Addresses;

/// <summary>Reads the text of a URL so strictly that no two programs can disagree about its host.</summary>
internal static class WebAddress
{
    public const int Longest = 2048;

    /// <exception cref="ToolException">The text is not a plain http or https URL; the message says what is wrong.</exception>
    public static Uri Parse(string text)
    {
        if (text.Length is 0 or > Longest)
        {
            throw Refuse($"A URL has 1 to {Longest} characters.");
        }

        if (text.AsSpan().ContainsAnyInRange('\0', ' ') || text.Any(c => c is '\\' or '\u007f' || char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            throw Refuse("The URL has a control character, a space or a backslash.");
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !(text[..colon].ToLowerInvariant() is "http" or "https") || !text.AsSpan(colon).StartsWith("://"))
        {
            throw Refuse("Only addresses that begin with http:// or https:// are opened.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.IdnHost.Length == 0)
        {
            throw Refuse("The URL cannot be read.");
        }

        if (url.UserInfo.Length > 0 || Authority(text, colon).Contains('@', StringComparison.Ordinal))
        {
            throw Refuse("The URL has a user name in front of its host; leave it out.");
        }

        CheckHost(url, Authority(text, colon));
        return url;
    }

    /// <summary>The host as it is compared and resolved: lower case, ASCII, without brackets and trailing dot.</summary>
    public static string Host(string host) => host.TrimEnd('.').Trim('[', ']').ToLowerInvariant();

    public static ToolException Refuse(string message) => new(message) { Refused = true };

    private static string Authority(string text, int colon)
    {
        var rest = text[(colon + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    private static void CheckHost(Uri url, string authority)
    {
        // Percent signs hide characters (or are IPv6 zones), and 0x7f.1 or 2130706433 are loopback in disguise.
        if (authority.Contains('%', StringComparison.Ordinal))
        {
            throw Refuse("The URL's host has a percent sign; write it out.");
        }

        var host = Host(url.IdnHost);
        if (host.Length == 0 || host.Length > 253)
        {
            throw Refuse("The URL's host cannot be read.");
        }

        if (url.HostNameType == UriHostNameType.IPv6)
        {
            return;
        }

        var written = authority.Split(':')[0].TrimEnd('.');
        var last = written[(written.LastIndexOf('.') + 1)..];
        var numeric = last.Length == 0 || last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || url.HostNameType == UriHostNameType.IPv4;
        if (numeric && !(IPAddress.TryParse(written, out var address) && string.Equals(address.ToString(), written, StringComparison.Ordinal)))
        {
            throw Refuse("The URL's host is a number in an unusual form; write an IPv4 address as four decimal numbers.");
        }

        if (!numeric && Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"'{host}' is not a host name."));
        }
    }
}
