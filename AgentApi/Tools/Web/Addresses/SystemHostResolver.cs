using System.Net;

namespace LocalAi.AgentApi.Tools.Web.Addresses;

/// <summary>The machine's own resolver.</summary>
internal sealed class SystemHostResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
