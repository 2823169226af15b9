using System.Net;

namespace LocalAi.AgentApi.Tools.Web.Addresses;

/// <summary>Turns a host's name into its addresses.</summary>
internal interface IHostResolver
{
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
