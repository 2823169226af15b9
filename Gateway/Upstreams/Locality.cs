using System.Net;
using System.Net.Sockets;

namespace LocalAi.Gateway.Upstreams;

/// <summary>Whether an address is on this machine or network. What is not must be allowed: prompts are private.</summary>
internal static class Locality
{
    public static bool IsLocal(Uri endpoint)
    {
        var host = endpoint.DnsSafeHost;
        return IPAddress.TryParse(host, out var address)
            ? IsLocal(address)
            : !host.Contains('.', StringComparison.Ordinal)
                || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".lan", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLocal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        }

        // RFC 1918, RFC 3927 and the carrier-grade range RFC 6598 that private overlay networks use.
        var bytes = address.GetAddressBytes();
        return bytes[0] == 10
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 169 && bytes[1] == 254)
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128);
    }
}
