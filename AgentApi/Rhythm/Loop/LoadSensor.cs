using System.Collections.Concurrent;
using System.Globalization;
using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.AgentApi.Rhythm.Tasks;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>
/// Samples the machine every few seconds and keeps what others need: the smoothed load for the planner, whole minutes for the database,
/// the learned profile, and the event of a CPU that stays above 80 %.
/// </summary>
internal sealed class LoadSensor
{
    private const int MostMinutes = 1440;

    private readonly IMachine _machine;
    private readonly RhythmEvents _events;
    private readonly TimeSpan _every;
    private readonly ProfileLearner _learner;
    private readonly SpikeDetector _spikes = SpikeDetector.ForCpu();
    private readonly List<Load> _minute = [];
    private LoadPolicy _policy;
    private LoadTracker _tracker;
    private MachineReading? _before;
    private MachineReading? _watched;
    private DateTimeOffset _sampledAt = DateTimeOffset.MinValue;
    private DateTimeOffset _minuteAt = DateTimeOffset.MinValue;
    private DateTimeOffset _profiledAt = DateTimeOffset.MinValue;

    public LoadSensor(IMachine machine, RhythmEvents events, IOptions<RhythmOptions> options)
    {
        (_machine, _events) = (machine, events);
        _every = TimeSpan.FromSeconds(options.Value.SampleSeconds);
        _policy = LoadPolicy.Named(options.Value.Policy);
        _tracker = new LoadTracker(_policy);
        _learner = new ProfileLearner(options.Value.Zone, TimeSpan.FromMinutes(1));
    }

    /// <summary>The load at the last sample.</summary>
    public Load Last { get; private set; } = Load.Unknown;

    /// <summary>Means of the last whole minute; null until there is one.</summary>
    public LoadMinute? LastMinute { get; private set; }

    /// <summary>What load to expect; null until a week has been seen.</summary>
    public LoadProfile? Profile { get; private set; }

    /// <summary>Complete minutes nobody has stored yet; bounded to a day, the oldest go first.</summary>
    public ConcurrentQueue<LoadMinute> Minutes { get; } = new();

    /// <summary>Goes on under another policy; the smoothing begins anew.</summary>
    public void Use(LoadPolicy policy)
    {
        if (policy.Name != _policy.Name)
        {
            (_policy, _tracker) = (policy, new LoadTracker(policy));
        }
    }

    /// <summary>The load now; a new sample is taken when the last one is old enough. The search for a CPU that stays busy also looks when the kernel says that it is short.</summary>
    public Load Sample(DateTimeOffset now)
    {
        var isDue = now - _sampledAt >= _every || now < _sampledAt;
        if (!_machine.IsShortOfCpu() && !isDue)
        {
            return Last;
        }

        var reading = _machine.Read();
        Watch(reading, now);
        if (!isDue)
        {
            return Last;
        }

        if (reading is not null && _before is { } before && reading.TotalTicks > before.TotalTicks && now > _sampledAt)
        {
            var total = (double)(reading.BusyTicks - before.BusyTicks) / (reading.TotalTicks - before.TotalTicks);
            var own = (reading.OwnCpu - before.OwnCpu) / (now - _sampledAt) / Environment.ProcessorCount;
            var available = reading.TotalMemory > 0 ? (double)reading.AvailableMemory / reading.TotalMemory : 0.5;
            Last = _tracker.Sample(now, total, own, 1 - available, available, reading.MemoryPressure);
            Collect(now, Last, Math.Clamp(total - own, 0, 1));
        }

        (_before, _sampledAt) = (reading, now);
        return Last;
    }

    private void Watch(MachineReading? reading, DateTimeOffset now)
    {
        if (reading is not null && _watched is { } before && reading.TotalTicks > before.TotalTicks)
        {
            var total = (double)(reading.BusyTicks - before.BusyTicks) / (reading.TotalTicks - before.TotalTicks);
            if (_spikes.Add(now, total))
            {
                _events.Raise(
                    TaskNames.PerformanceAnalysis, string.Create(CultureInfo.InvariantCulture, $"The CPU stays above 80 % (now {total * 100:0} %)."));
            }
        }

        _watched = reading;
    }

    public void Learn(DateTimeOffset at, double foreignCpu) => _learner.Add(at, foreignCpu);

    public void BuildProfile() => Profile = _learner.Build();

    private void Collect(DateTimeOffset now, Load load, double foreign)
    {
        var minute = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        if (minute != _minuteAt && _minute.Count > 0)
        {
            var mean = new LoadMinute
            {
                At = _minuteAt.UtcDateTime,
                Cpu = _minute.Average(l => l.RawCpu),
                ForeignCpu = _minute.Average(l => l.ForeignCpu),
                UsedMemory = _minute.Average(l => l.UsedMemory),
                AvailableMemory = _minute.Average(l => l.AvailableMemory),
                MemoryPressure = load.MemoryPressure,
            };
            _minute.Clear();
            LastMinute = mean;
            Learn(_minuteAt, mean.ForeignCpu);
            Minutes.Enqueue(mean);
            if (Minutes.Count > MostMinutes)
            {
                Minutes.TryDequeue(out _);
            }

            if (now - _profiledAt > TimeSpan.FromHours(1) || now < _profiledAt)
            {
                BuildProfile();
                _profiledAt = now;
            }
        }

        _minuteAt = minute;
        _minute.Add(load with { ForeignCpu = foreign });
    }
}
