using System.Net.Http.Headers;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.Gateway;
using LocalAi.Contracts.OpenAi;
using LocalAi.Contracts.Rag;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.Cli.Connection;

/// <summary>Typed clients of the services, made when they are first needed.</summary>
internal sealed class Services(ServiceAddresses addresses, Output output) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Service, HttpClient> _clients = [];

    public ServiceAddresses Addresses => addresses;

    public GatewayClient Gateway => new(Client(Service.Gateway));

    public GatewayAdminClient GatewayAdmin => new(Client(Service.Gateway));

    public RagClient Rag => new(Client(Service.Rag));

    public AgentClient Agent => new(Client(Service.Agent));

    public RhythmClient Rhythm => new(Client(Service.Agent));

    public HttpClient Client(Service service)
    {
        if (!_clients.TryGetValue(service, out var client))
        {
            _clients[service] = client = Create(addresses.Find(service));
        }

        return client;
    }

    /// <summary>A client for one address. It has no total timeout: an answer streams as long as the model takes.</summary>
    public HttpClient Create(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy for the internet must not see what is said to this machine.
            UseProxy = !address.IsLoopback,
        };
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        var key = AccessKey.For(address, addresses.DataFolder, warning => output.Error.WriteLine("ai: " + warning));
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }
}
