using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Web.Addresses;

/// <summary>Decides whether a host may be reached, and by which addresses. The caller dials exactly these: nothing is resolved a second time.</summary>
internal sealed class AddressGuard(IHostResolver resolver, OwnPorts ownPorts, IOptions<AgentOptions> options)
{
    private static readonly int[] UsualPorts = [80, 443, 8080, 8443];

    private readonly int[] _ports = options.Value.Web.Ports is { Length: > 0 } ports ? ports : UsualPorts;

    /// <exception cref="ToolException">The host is refused (<see cref="ToolException.Refused"/>) or has no address.</exception>
    public async Task<IReadOnlyList<IPAddress>> CheckAsync(string host, int port, CancellationToken cancellationToken)
    {
        host = WebAddress.Host(host);
        var listed = options.Value.Web.AllowPrivate.Any(a => Matches(a, host, port));
        if (!listed && !_ports.Contains(port))
        {
            throw WebAddress.Refuse(string.Create(CultureInfo.InvariantCulture, $"Port {port} of {host} is not one that is opened ({string.Join(", ", _ports)}; Agent:Web:Ports)."));
        }

        var addresses = await ResolveAsync(host, cancellationToken);
        foreach (var address in addresses)
        {
            if (PublicAddress.Refusal(address) is not { } kind)
            {
                continue;
            }

            // One address that is not public spoils all: who answers so is trying something.
            if (!listed)
            {
                throw WebAddress.Refuse($"{host} is not a public address ({kind}), and only public ones are opened. Your own server can be allowed with Agent:Web:AllowPrivate.");
            }

            if (ownPorts.Contains(port))
            {
                throw WebAddress.Refuse(string.Create(CultureInfo.InvariantCulture, $"Port {port} of this machine belongs to LocalAi itself and is never opened."));
            }
        }

        return addresses;
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            var addresses = await resolver.ResolveAsync(host, cancellationToken);
            return addresses.Count > 0 ? addresses : throw new ToolException($"{host} has no address.");
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new ToolException($"{host} could not be found; check the spelling.", unknown);
        }
    }

    private static bool Matches(string entry, string host, int port)
    {
        var colon = entry.LastIndexOf(':');
        return WebAddress.Host(entry[..colon]) == host && int.Parse(entry.AsSpan(colon + 1), CultureInfo.InvariantCulture) == port;
    }
}
