using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LocalAi.AgentApi.Tools.Web.Addresses;

/// <summary>The ports LocalAi's own services listen on: as they are by default, as they are configured, and where this service really listens.</summary>
internal sealed class OwnPorts(IConfiguration configuration, IServiceProvider services)
{
    private static readonly int[] Defaults = [8000, 8001, 8002, 8003, 8020, 3000, 5432, 6333, 6334, 6379, 18888, 18889];

    private readonly HashSet<int> _configured = [.. Defaults, .. Configured(configuration)];

    public bool Contains(int port) =>
        _configured.Contains(port)
        || services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.Any(a => PortOf(a) == port) == true;

    private static IEnumerable<int> Configured(IConfiguration configuration)
    {
        // services__gateway__http__0 and ConnectionStrings__localai, as AppHost hands them over.
        foreach (var (_, value) in configuration.GetSection("services").AsEnumerable().Concat(configuration.GetSection("ConnectionStrings").AsEnumerable()))
        {
            foreach (var part in (value ?? "").Split(';', ','))
            {
                var port = part.Trim().StartsWith("Port=", StringComparison.OrdinalIgnoreCase) && int.TryParse(part.Trim().AsSpan(5), out var named) ? named : PortOf(part.Trim());
                if (port > 0)
                {
                    yield return port;
                }
            }
        }
    }

    private static int PortOf(string address)
    {
        var text = address.TrimEnd('/');
        return int.TryParse(text.AsSpan(text.LastIndexOf(':') + 1), out var port) && text.Contains(':', StringComparison.Ordinal) ? port : 0;
    }
}
