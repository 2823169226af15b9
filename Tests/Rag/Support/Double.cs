using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Rag.Support;

/// <summary>A real HTTP server on a fixed free port that a test can stop and start again, as a crashed and restarted part.</summary>
internal abstract class Double : IAsyncDisposable
{
    private readonly int _port = LocalAi.Tests.Support.PostgresServer.FreePort();
    private WebApplication? _app;

    public string Url => $"http://127.0.0.1:{_port}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = Url;
        _app = builder.Build();
        Map(_app);
        await _app.StartAsync(cancellationToken);
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ShouldNotBeEmpty();
    }

    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    protected abstract void Map(WebApplication app);
}
