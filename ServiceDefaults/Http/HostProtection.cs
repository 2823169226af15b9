namespace LocalAi.ServiceDefaults.Http;

/// <summary>Decides which Host and Origin headers a service on loopback accepts.</summary>
public sealed class HostProtection
{
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    public HostProtection(IEnumerable<string> allowedHosts, IEnumerable<string> allowedOrigins)
    {
        _hosts.UnionWith(allowedHosts);
        _origins.UnionWith(allowedOrigins.Select(o => o.TrimEnd('/')));
    }

    /// <summary>Null when the request may pass, else the sentence that says why not and which setting allows it.</summary>
    /// <param name="host">Host header with or without port; null and empty are refused.</param>
    /// <param name="origin">Origin header; null or empty means the caller is not a page.</param>
    public string? Refusal(string? host, string? origin)
    {
        if (!_hosts.Contains(NameOf(host)))
        {
            return "The Host header names a host this service does not answer for. Allow it with LocalAi:AllowedHosts.";
        }

        if (string.IsNullOrEmpty(origin) || _origins.Contains(origin))
        {
            return null;
        }

        return Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && page.Scheme is "http" or "https"
            && page.UserInfo.Length == 0
            && _hosts.Contains(page.IdnHost.Contains(':', StringComparison.Ordinal) ? $"[{page.IdnHost}]" : page.IdnHost)
                ? null
                : "The Origin header names a page this service does not serve. Allow it with LocalAi:AllowedOrigins.";
    }

    private static string NameOf(string? host)
    {
        if (string.IsNullOrEmpty(host))
        {
            return "";
        }

        var end = host[0] == '[' ? host.IndexOf(']', StringComparison.Ordinal) + 1 : host.IndexOf(':', StringComparison.Ordinal);
        if (end <= 0)
        {
            return host;
        }

        var rest = host.AsSpan(end);
        return rest.IsEmpty || (rest[0] == ':' && ushort.TryParse(rest[1..], out _)) ? host[..end] : "";
    }
}
