namespace LocalAi.AgentApi.Rhythm.Detection;

/// <summary>
/// Watches the latency of one kind of probe: the median of the last 20 successful ones against a limit. The first probe after a model was
/// loaded is not counted (loading takes seconds and is no fault); fewer than 20 probes give no answer.
/// </summary>
internal sealed class LatencyDetector(TimeSpan limit)
{
    public const int SamplesNeeded = 20;

    private readonly Queue<double> _milliseconds = new(SamplesNeeded);
    private string? _model;

    public bool IsActive { get; private set; }

    /// <summary>Median of the last 20 probes in milliseconds; null while there are fewer.</summary>
    public double? Median { get; private set; }

    /// <summary>Takes a successful probe; true in the moment the limit is passed. It ends below 80 % of the limit.</summary>
    /// <param name="latency">Time of the probe.</param>
    /// <param name="model">Which model answered, or a constant; a change means that one was loaded.</param>
    public bool Add(TimeSpan latency, string model)
    {
        if (model != _model)
        {
            _model = model;
            return false;
        }

        if (_milliseconds.Count == SamplesNeeded)
        {
            _milliseconds.Dequeue();
        }

        _milliseconds.Enqueue(latency.TotalMilliseconds);
        if (_milliseconds.Count < SamplesNeeded)
        {
            return false;
        }

        var sorted = _milliseconds.Order().ToArray();
        Median = (sorted[(SamplesNeeded / 2) - 1] + sorted[SamplesNeeded / 2]) / 2;
        if (IsActive)
        {
            IsActive = Median >= limit.TotalMilliseconds * 0.8;
            return false;
        }

        return IsActive = Median > limit.TotalMilliseconds;
    }
}
