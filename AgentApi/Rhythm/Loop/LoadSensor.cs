using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Sensing;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>Samples the machine every few seconds and keeps what the planner needs: the smoothed load and the learned profile.</summary>
internal sealed class LoadSensor
{
    private readonly IMachine _machine;
    private readonly LoadTracker _tracker;
    private readonly ProfileLearner _learner;
    private readonly TimeSpan _every;
    private MachineReading? _before;
    private DateTimeOffset _sampledAt = DateTimeOffset.MinValue;
    private DateTimeOffset _profiledAt = DateTimeOffset.MinValue;
    private Load _load = Load.Unknown;

    public LoadSensor(IMachine machine, IOptions<RhythmOptions> options)
    {
        _machine = machine;
        _every = TimeSpan.FromSeconds(options.Value.SampleSeconds);
        _tracker = new LoadTracker(LoadPolicy.Named(options.Value.Policy));
        var zone = options.Value.TimeZone.Length > 0 ? TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone) : TimeZoneInfo.Local;
        _learner = new ProfileLearner(zone, _every);
    }

    /// <summary>What load to expect; null until a week has been seen.</summary>
    public LoadProfile? Profile { get; private set; }

    /// <summary>The load now; a new sample is taken when the last one is old enough.</summary>
    public Load Sample(DateTimeOffset now)
    {
        if (now - _sampledAt < _every && now >= _sampledAt)
        {
            return _load;
        }

        var reading = _machine.Read();
        if (reading is not null && _before is { } before && reading.TotalTicks > before.TotalTicks && now > _sampledAt)
        {
            var total = (double)(reading.BusyTicks - before.BusyTicks) / (reading.TotalTicks - before.TotalTicks);
            var own = (reading.OwnCpu - before.OwnCpu) / (now - _sampledAt) / Environment.ProcessorCount;
            var available = reading.TotalMemory > 0 ? (double)reading.AvailableMemory / reading.TotalMemory : 0.5;
            _load = _tracker.Sample(now, total, own, 1 - available, available, reading.MemoryPressure);
            _learner.Add(now, Math.Clamp(total - own, 0, 1));
            if (now - _profiledAt > TimeSpan.FromHours(1))
            {
                (Profile, _profiledAt) = (_learner.Build(), now);
            }
        }

        (_before, _sampledAt) = (reading, now);
        return _load;
    }
}
