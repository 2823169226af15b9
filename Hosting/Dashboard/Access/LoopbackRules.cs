using System.Net;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Access;

/// <summary>
/// Which Host and Origin headers are ours. A page on the web can point its own name at 127.0.0.1 (DNS rebinding) or post to
/// us across origins; in both cases the browser tells, and we refuse.
/// </summary>
internal static class LoopbackRules
{
    /// <summary>localhost, 127.0.0.0/8 or [::1], with any port: a forwarded port keeps the name.</summary>
    public static bool IsLoopback(HostString host)
    {
        var name = host.Host;
        if (string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase))
            return true;

        return IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
    }

    /// <summary>True when the request carries no Origin, or exactly the one it was sent to.</summary>
    public static bool HasNoForeignOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0 || IsOwn(request, origin.ToString());
    }

    /// <summary>True when the browser states that the request comes from one of our own pages.</summary>
    public static bool HasOwnOrigin(HttpRequest request) => IsOwn(request, request.Headers.Origin.ToString());

    /// <summary>False for requests a page makes behind its user's back: images, frames, fetches. Clients that are no browsers don't say.</summary>
    public static bool IsNavigation(HttpRequest request)
    {
        var mode = request.Headers["Sec-Fetch-Mode"].ToString();
        var destination = request.Headers["Sec-Fetch-Dest"].ToString();
        return mode is "" or "navigate" && destination is "" or "document";
    }

    // The scheme is http throughout: Kestrel listens on loopback only, without TLS.
    private static bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
}
