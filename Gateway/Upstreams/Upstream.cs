using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Queueing;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Resilience;
using LocalAi.Gateway.Upstreams.Providers;

namespace LocalAi.Gateway.Upstreams;

/// <summary>One server that runs models, with everything the gateway keeps of it: connections, slots, breaker, last known state.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Uri[] _addresses;
    private volatile UpstreamProbe _probe = UpstreamProbe.Unknown;

    public Upstream(string name, UpstreamOptions options, bool allowCloud, TimeProvider time)
    {
        Name = name;
        Options = options;
        Provider = UpstreamProviders.Get(options.Provider);
        Connection = new UpstreamConnection(options, time);
        Slots = new UpstreamSlots(options.Slots > 0 ? options.Slots : options.PoolSize, options.QueueLength);
        Pipeline = new UpstreamPipeline(options, time);
        OffReason = WhyOff(options, Connection.Endpoint, allowCloud);
        _time = time;
        _addresses = [.. Enum.GetValues<RequestKind>().Select(kind => new Uri(Connection.Endpoint, Provider.PathOf(kind)))];
    }

    public string Name { get; }

    public UpstreamOptions Options { get; }

    public IUpstreamProvider Provider { get; }

    public UpstreamConnection Connection { get; }

    public UpstreamSlots Slots { get; }

    public UpstreamPipeline Pipeline { get; }

    /// <summary>Why it is not used at all, or null.</summary>
    public string? OffReason { get; }

    /// <summary>What it said last.</summary>
    public UpstreamProbe Probe => _probe;

    public Uri AddressOf(RequestKind kind) => _addresses[(int)kind];

    /// <summary>Asks by GET how it is, one question at a time; an answer younger than <paramref name="maxAge"/> is used again.</summary>
    public async ValueTask<UpstreamProbe> AskAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (IsFresh())
        {
            return _probe;
        }

        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (IsFresh())
            {
                return _probe;
            }

            var answer = await Provider.ProbeAsync(Connection, cancellationToken);
            _probe = answer with { At = _time.GetUtcNow() };
            if (Options.Slots == 0 && answer.Slots is { } slots)
            {
                Slots.Capacity = Math.Min(slots, Options.PoolSize);
            }

            return _probe;
        }
        finally
        {
            _asking.Release();
        }

        bool IsFresh() => _probe.At is { } at && _time.GetUtcNow() - at < maxAge;
    }

    public UpstreamState Describe() => new()
    {
        Name = Name,
        Provider = Provider.Name,
        Endpoint = Connection.Endpoint.ToString().TrimEnd('/'),
        State = OffReason is not null ? "off" : _probe.Condition switch
        {
            UpstreamCondition.Ready => "ready",
            UpstreamCondition.Loading => "loading",
            UpstreamCondition.Unreachable => "unreachable",
            UpstreamCondition.NoModel => "no_model",
            _ => "unknown",
        },
        Detail = OffReason ?? _probe.Detail,
        Breaker = Pipeline.State,
        Slots = Slots.Capacity,
        Active = Slots.Active,
        Queued = Slots.Waiting,
        CheckedAt = _probe.At,
        Models = _probe.Models,
    };

    /// <summary>True when a new configuration asks for the very same upstream, whose connections, line and breaker then stay.</summary>
    public bool Matches(UpstreamOptions options, bool allowCloud) =>
        OffReason == WhyOff(options, Connection.Endpoint, allowCloud) && JsonSerializer.Serialize(options) == JsonSerializer.Serialize(Options);

    public void Dispose()
    {
        Connection.Dispose();
        _asking.Dispose();
    }

    private static string? WhyOff(UpstreamOptions options, Uri endpoint, bool allowCloud)
    {
        if (!options.Enabled)
        {
            return "turned off (Enabled)";
        }

        if (Locality.IsLocal(endpoint))
        {
            return null;
        }

        return options.Key.Length == 0 ? "off until its Key is set"
            : !allowCloud ? "off: it is not on this network; set Gateway:AllowCloud to let prompts leave it"
            : null;
    }
}
