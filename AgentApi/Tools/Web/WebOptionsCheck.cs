using System.Globalization;
using LocalAi.ServiceDefaults.Configuration;

namespace LocalAi.AgentApi.Tools.Web;

internal static class WebOptionsCheck
{
    public static void Check(WebOptions web, OptionFailures failures)
    {
        failures.Range("Web:MaxPages", web.MaxPages, 1, 32);
        failures.Range("Web:NavigationSeconds", web.NavigationSeconds, 1, 120);
        failures.Range("Web:IdleSeconds", web.IdleSeconds, 1, 3600);
        failures.Range("Web:MaxMemoryMb", web.MaxMemoryMb, 512, 65_536);
        failures.Range("Web:MaxResponseMb", web.MaxResponseMb, 1, 1024);
        failures.Range("Web:MaxImageBytes", web.MaxImageBytes, 64 * 1024, 8 << 20);
        for (var i = 0; i < web.Ports.Length; i++)
        {
            failures.Range($"Web:Ports:{i}", web.Ports[i], 1, 65_535);
        }

        for (var i = 0; i < web.AllowPrivate.Length; i++)
        {
            if (!IsHostAndPort(web.AllowPrivate[i]))
            {
                failures.Add($"Web:AllowPrivate:{i}", web.AllowPrivate[i], "one host and its port, such as localhost:5173 or [::1]:5173");
            }
        }
    }

    private static bool IsHostAndPort(string entry) =>
        entry.LastIndexOf(':') is > 0 and var colon
        && Uri.CheckHostName(entry[..colon]) != UriHostNameType.Unknown
        && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535;
}
