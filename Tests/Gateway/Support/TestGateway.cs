using LocalAi.Gateway.Keys;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Upstreams;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Gateway.Support;

/// <summary>The real gateway on a free port of this process.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string InternalKey = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Foreign = ["LocalAi:", "ConnectionStrings:", "OTEL_"];

    private readonly WebApplicationFactory<KeyRing> _factory;

    private TestGateway(WebApplicationFactory<KeyRing> factory)
    {
        _factory = factory;
        Client = factory.CreateClient();
        Client.Timeout = TimeSpan.FromMinutes(2);
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => _factory.Services;

    /// <summary>An upstream of the table in force.</summary>
    public Upstream Upstream(string name) => Services.GetRequiredService<RoutingTableSource>().Current.Upstreams[name];

    /// <summary>Settings that changed take effect at <see cref="Reload"/>.</summary>
    public IConfigurationRoot Configuration => (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();

    /// <summary>Starts with fast limits; <paramref name="settings"/> win. Keys without "Gateway:" at the front are meant below it.</summary>
    public static Task<TestGateway> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    public static async Task<TestGateway> StartAsync(Action<IServiceCollection>? services, params (string Key, string Value)[] settings)
    {
        await Task.Yield();
        var factory = new WebApplicationFactory<KeyRing>().WithWebHostBuilder(host =>
        {
            host.UseSetting("hostBuilder:reloadConfigOnChange", "false");
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("LocalAi:InternalKey", InternalKey);
            host.UseSetting("Gateway:AccessLogPerSecond", "0");
            host.UseSetting("Gateway:Limits:RequestsPerMinute", "0");
            foreach (var name in new[] { "lmstudio", "ollama", "gemini" })
            {
                host.UseSetting($"Gateway:Upstreams:{name}:Enabled", "false");
            }

            foreach (var (key, value) in settings)
            {
                host.UseSetting(Foreign.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)) ? key : "Gateway:" + key, value);
            }

            host.ConfigureLogging(logging => logging.ClearProviders());
            if (services is not null)
            {
                host.ConfigureServices(services);
            }
        });
        factory.UseKestrel(0);
        factory.StartServer();
        return new TestGateway(factory);
    }

    /// <summary>Changes settings (below <c>Gateway:</c>) of the running gateway.</summary>
    public void Reload(params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            Configuration["Gateway:" + key] = value;
        }

        Configuration.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
    }
}
