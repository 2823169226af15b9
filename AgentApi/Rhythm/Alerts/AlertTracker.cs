namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>
/// Turns readings into beginnings and ends of alerts, one each: a value must stay above the upper mark for the hold time to begin one and
/// below the lower mark for as long to end it. Between the marks nothing changes.
/// </summary>
internal sealed class AlertTracker
{
    private const int MostKeys = 2000;

    /// <summary>What is not measured for so long, although it was, has ended: the service or task is no longer there.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Rule, string Subject), State> _states = [];

    /// <summary>Goes on with alerts that are open already; forgets everything else.</summary>
    public void Restore(IEnumerable<(string Rule, string Subject)> open, DateTimeOffset now)
    {
        _states.Clear();
        foreach (var key in open.Take(MostKeys))
        {
            _states[key] = new State { Fires = true, SeenAt = now };
        }
    }

    /// <param name="now">Rhythm's time.</param>
    /// <param name="readings">All there are now.</param>
    /// <param name="completeRules">Rules whose readings are complete: what is missing there has ended.</param>
    public IReadOnlyList<AlertChange> Evaluate(DateTimeOffset now, IReadOnlyCollection<AlertReading> readings, params ReadOnlySpan<string> completeRules)
    {
        var changes = new List<AlertChange>();
        foreach (var reading in readings)
        {
            if (!_states.TryGetValue(reading.Key, out var state))
            {
                if (_states.Count >= MostKeys || reading.Value <= reading.On)
                {
                    // Only what is or was beyond its mark is remembered.
                    continue;
                }

                _states[reading.Key] = state = new State();
            }

            state.SeenAt = now;
            if (state.Take(now, reading))
            {
                changes.Add(new AlertChange(reading.Rule, reading.Subject, state.Fires, reading));
            }
        }

        foreach (var (key, state) in _states.ToList())
        {
            if (state.SeenAt != now && (completeRules.Contains(key.Rule) || now - state.SeenAt > Forgotten))
            {
                _states.Remove(key);
                if (state.Fires)
                {
                    changes.Add(new AlertChange(key.Rule, key.Subject, false, null));
                }
            }
            else if (!state.Fires && state.BeyondSince is null)
            {
                _states.Remove(key);
            }
        }

        return changes;
    }

    private sealed class State
    {
        public bool Fires { get; set; }

        public DateTimeOffset SeenAt { get; set; }

        /// <summary>Since when the value is beyond the mark that would change the state; null while it is not.</summary>
        public DateTimeOffset? BeyondSince { get; private set; }

        /// <summary>True in the moment the state changes.</summary>
        public bool Take(DateTimeOffset now, AlertReading reading)
        {
            var beyond = Fires ? reading.Value < reading.Off : reading.Value > reading.On;
            if (!beyond)
            {
                BeyondSince = null;
                return false;
            }

            if (BeyondSince is not { } since || since > now)
            {
                BeyondSince = since = now;
            }

            if (now - since < reading.Hold)
            {
                return false;
            }

            (Fires, BeyondSince) = (!Fires, null);
            return true;
        }
    }
}
