using System.Net;
using LocalAi.Hosting.Dashboard.Access;
using LocalAi.Hosting.Dashboard.Api;
using LocalAi.Hosting.Dashboard.Otlp;
using LocalAi.Hosting.Dashboard.Pages;
using LocalAi.Hosting.Dashboard.Telemetry;
using LocalAi.Hosting.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalAi.Hosting.Dashboard;

/// <summary>
/// The dashboard of a running application: pages, their HTTP API, and the OTLP/HTTP receiver, all on loopback in the host's process.
/// Start it before the resources, so that they find the receiver; stop it after them, so that their end can be watched.
/// </summary>
public sealed partial class DashboardServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly DashboardOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly Secret _token;
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _app;
    private OtlpReceiver? _receiver;
    private int _port;
    private int _otlpPort;
    private int _disposed;

    /// <exception cref="ArgumentException">An option is not allowed; the message names key, value and what is.</exception>
    public DashboardServer(DashboardOptions options, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        DashboardOptionsValidator.Validate(options);
        _options = options;
        _time = time ?? TimeProvider.System;
        _loggers = loggers ?? NullLoggerFactory.Instance;
        _logger = _loggers.CreateLogger<DashboardServer>();
        _token = options.Token is { } token ? new Secret(token) : Secret.Create();
    }

    /// <summary>The token of this run, for the bearer header and the login page.</summary>
    public string Token => _token.Value;

    /// <summary>The link a user opens, with the token: <c>http://localhost:18888/login?t=TOKEN</c>. Valid once started.</summary>
    public string Url => $"{BaseUrl}/login?t={Token}";

    /// <summary>The dashboard without the token: <c>http://localhost:18888</c>. Valid once started.</summary>
    public string BaseUrl => $"http://localhost:{_port}";

    /// <summary>Value of OTEL_EXPORTER_OTLP_ENDPOINT for resources: <c>http://127.0.0.1:18889</c>. Valid once started.</summary>
    public string OtlpUrl => $"http://127.0.0.1:{_otlpPort}";

    /// <summary>Opens both ports. Returns when requests are answered.</summary>
    /// <exception cref="IOException">A port is taken; the message says which.</exception>
    public async Task StartAsync(IResourceMonitor monitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        if (_app is not null)
            throw new InvalidOperationException("The dashboard has been started already.");

        _app = Build(monitor);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"The dashboard cannot listen: {exception.Message} Set Dashboard:Port ({_options.Port}) or Dashboard:OtlpPort ({_options.OtlpPort}) "
                + "to a free port or to 0, or end the program that holds it.", exception);
        }

        // Addresses come in the order they were declared.
        (_port, _otlpPort) = (new Uri(_app.Urls.First()).Port, new Uri(_app.Urls.Last()).Port);
    }

    /// <summary>Ends all streams, gives running requests two seconds, then closes both ports.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        await _stopping.CancelAsync();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        _receiver?.Dispose();
        _stopping.Dispose();
    }

    private WebApplication Build(IResourceMonitor monitor)
    {
        // The empty builder reads no configuration, environment or command line: those belong to the application, not to its dashboard.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "LocalAi.Hosting.Dashboard" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(ConfigureKestrel);
        builder.Services.AddRoutingCore();
        builder.Services.Replace(ServiceDescriptor.Singleton(_loggers));
        // Ctrl+C and SIGTERM are the host's: it stops the dashboard last.
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoSignals>());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        var app = builder.Build();
        Map(app, monitor);
        return app;
    }

    private void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = _options.MaxOtlpRequestBytes;
        kestrel.Limits.MaxConcurrentConnections = 512;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Listen(IPAddress.Loopback, _options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Listen(IPAddress.Loopback, _options.OtlpPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(OtlpConnection.Mark);
                return next(connection);
            });
        });
    }

    private void Map(WebApplication app, IResourceMonitor monitor)
    {
        var stores = new TelemetryStores(_options);
        var streams = new EventStreams(new StreamSlots(_options.MaxStreams), _stopping.Token);
        var resources = new ResourcesApi(monitor, stores.Logs, streams, _options, _time, _stopping.Token);
        var pages = new PageEndpoints(new AssetStore(), resources);
        var sessions = new Sessions(_token, _options.SessionLifetime, _time);
        var guard = new AccessGuard(_token, sessions, new LoginThrottle(_options.MaxLoginFailuresPerMinute, _time));
        _receiver = new OtlpReceiver(stores, _options, _time, _loggers.CreateLogger<OtlpReceiver>());

        app.Use(AnswerFailuresAsync);
        app.Use(next => context => context.Features.Get<OtlpConnection>() is null ? next(context) : _receiver.HandleAsync(context));
        app.Use(next => context => guard.InvokeAsync(context, next));

        new LoginEndpoints(pages, _token, sessions, new LoginThrottle(_options.MaxLoginFailuresPerMinute, _time)).Map(app);
        pages.Map(app);
        resources.Map(app);
        new ConsoleApi(monitor, streams, _time).Map(app);
        new LogsApi(stores.Logs, streams, _time).Map(app);
        new TracesApi(stores.Traces).Map(app);
        new MetricsApi(stores.Metrics).Map(app);
    }

    private async Task AnswerFailuresAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has left: nobody to answer, nothing to report.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogFailure(exception, context.Request.Method, context.Request.Path.Value);
            context.Response.Clear();
            await Problem.WriteAsync(context, 500, "The dashboard failed", "The host's log has the details.");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string? path);

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
