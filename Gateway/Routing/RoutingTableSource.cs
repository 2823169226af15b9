using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Requests;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LocalAi.Gateway.Routing;

/// <summary>
/// The table in force, replaced when the configuration changes. Requests that run keep theirs. A wrong configuration is logged and the
/// last right one stays.
/// </summary>
internal sealed partial class RoutingTableSource : IDisposable
{
    private static readonly TimeSpan DrainCheck = TimeSpan.FromSeconds(30);

    private readonly IConfiguration _configuration;
    private readonly GatewayDefaults _defaults;
    private readonly GatewayFile _file;
    private readonly IValidateOptions<GatewayOptions> _validator;
    private readonly BodyBudget _budget;
    private readonly TimeProvider _time;
    private readonly ILogger<RoutingTableSource> _logger;
    private readonly IDisposable _subscription;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile RoutingTable _current;
    private volatile string? _problem;

    public RoutingTableSource(
        IConfiguration configuration,
        GatewayDefaults defaults,
        GatewayFile file,
        IValidateOptions<GatewayOptions> validator,
        BodyBudget budget,
        TimeProvider time,
        ILogger<RoutingTableSource> logger)
    {
        (_configuration, _defaults, _file, _validator, _budget, _time, _logger) = (configuration, defaults, file, validator, budget, time, logger);
        _current = Read() ?? throw new OptionsValidationException(GatewayOptions.Section, typeof(GatewayOptions), [_problem!]);
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    public RoutingTable Current => _current;

    /// <summary>Why the newest configuration is not in force, or null.</summary>
    public string? Problem => _problem ?? _file.Problem;

    /// <summary>Raised after a new table came into force.</summary>
    public event Action? Changed;

    public void Dispose()
    {
        _subscription.Dispose();
        _stop.Cancel();
        _stop.Dispose();
        foreach (var upstream in _current.Upstreams.Values)
        {
            upstream.Dispose();
        }
    }

    private void Reload()
    {
        lock (_gate)
        {
            if (_file.Problem is { } unreadable)
            {
                LogWrong(_logger, unreadable);
                return;
            }

            var previous = _current;
            if (Read() is not { } next)
            {
                return;
            }

            _current = next;
            LogReloaded(_logger, next.Upstreams.Count);
            foreach (var (name, upstream) in previous.Upstreams)
            {
                if (next.Upstreams.GetValueOrDefault(name) != upstream)
                {
                    _ = DisposeWhenIdleAsync(upstream);
                }
            }
        }

        Changed?.Invoke();
    }

    private RoutingTable? Read()
    {
        try
        {
            var options = _defaults.Read(_configuration);
            if (Failures(options) is { Length: > 0 } failures)
            {
                _problem = string.Join(' ', failures);
                LogWrong(_logger, _problem);
                return null;
            }

            _budget.Limit = options.MaxBodyBytesInFlight;
            _problem = null;
            return RoutingTable.Build(options, _current, _time);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or FormatException)
        {
            _problem = unreadable.Message;
            LogWrong(_logger, _problem);
            return null;
        }
    }

    private string[] Failures(GatewayOptions options) => [.. _validator.Validate(null, options).Failures ?? []];

    /// <summary>Requests of the old table may still stream from the upstream: its connections are closed after the last.</summary>
    private async Task DisposeWhenIdleAsync(Upstreams.Upstream upstream)
    {
        try
        {
            do
            {
                await Task.Delay(DrainCheck, _time, _stop.Token);
            }
            while (upstream.Slots.Active + upstream.Slots.Waiting > 0);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops: close now.
        }

        upstream.Dispose();
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "New routing table with {Upstreams} upstreams is in force")]
    private static partial void LogReloaded(ILogger logger, int upstreams);

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "The new configuration is wrong, the last one stays in force: {Problem}")]
    private static partial void LogWrong(ILogger logger, string problem);
}
