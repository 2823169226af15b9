using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace LocalAi.AgentApi.Tools.Web.Addresses;

/// <summary>Which addresses are public unicast (IANA's special-purpose registries, RFC 6890). What is not known to be public is refused.</summary>
internal static class PublicAddress
{
    private static readonly (IPNetwork Network, string Name)[] Special4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this network"),
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("100.64.0.0/10"), "carrier-grade NAT"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.0.0.0/24"), "reserved"),
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "6to4 relay"),
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("198.18.0.0/15"), "benchmarking"),
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),

        // Public by number, but a cloud's metadata service answers there (Azure's wire server).
        (IPNetwork.Parse("168.63.129.16/32"), "metadata"),
    ];

    private static readonly (IPNetwork Network, string Name)[] Special6 =
    [
        (IPNetwork.Parse("2001::/23"), "special-purpose"),
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("2002::/16"), "6to4"),
        (IPNetwork.Parse("3fff::/20"), "documentation"),
    ];

    /// <summary>Why the address is refused, or null when it is public.</summary>
    public static string? Refusal(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Find(Special4, address) ?? OwnRefusal(address);
        }

        return address.AddressFamily != AddressFamily.InterNetworkV6 ? "unknown"
            : !IsGlobal(address) ? "not public"
            : Find(Special6, address) ?? OwnRefusal(address);
    }

    // Mapped, compatible, NAT64, unique local, link-local and multicast addresses all lie outside 2000::/3. By the bits: IPNetwork.Contains takes a
    // mapped address for IPv4.
    private static bool IsGlobal(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _) && (bytes[0] & 0xe0) == 0x20;
    }

    private static string? Find((IPNetwork Network, string Name)[] networks, IPAddress address)
    {
        foreach (var (network, name) in networks)
        {
            if (network.Contains(address))
            {
                return name;
            }
        }

        return null;
    }

    // A machine with a public address of its own would reach its services by it.
    private static string? OwnRefusal(IPAddress address) =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(n => n.GetIPProperties().UnicastAddresses).Any(a => a.Address.Equals(address)) ? "this machine" : null;
}
