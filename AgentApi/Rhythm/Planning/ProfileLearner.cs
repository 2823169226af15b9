namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>Collects load samples into a <see cref="LoadProfile"/>; thin data gives none, and the plan stays fixed.</summary>
internal sealed class ProfileLearner(TimeZoneInfo zone, TimeSpan sampleEvery)
{
    /// <summary>Days of samples before there is a profile.</summary>
    public const int DaysNeeded = 7;

    /// <summary>Share of the expected samples that must be there.</summary>
    public const double CoverageNeeded = 0.8;

    private readonly double[] _sums = new double[LoadProfile.BinCount];
    private readonly long[] _counts = new long[LoadProfile.BinCount];
    private DateTimeOffset? _first;
    private DateTimeOffset _last;

    public void Add(DateTimeOffset at, double foreignCpu)
    {
        if (_first is null || at < _first)
        {
            _first = at;
        }

        _last = at > _last ? at : _last;
        var bin = LoadProfile.BinOf(at, zone);
        _sums[bin] += foreignCpu;
        _counts[bin]++;
    }

    /// <summary>The profile, or null while less than seven days or less than 80 % of their samples are known.</summary>
    public LoadProfile? Build()
    {
        if (_first is not { } first || _last - first + sampleEvery < TimeSpan.FromDays(DaysNeeded))
        {
            return null;
        }

        var expected = (_last - first) / sampleEvery;
        if (_counts.Sum() < CoverageNeeded * expected || _counts.Contains(0))
        {
            return null;
        }

        return new LoadProfile([.. _sums.Select((sum, bin) => sum / _counts[bin])], zone);
    }
}
