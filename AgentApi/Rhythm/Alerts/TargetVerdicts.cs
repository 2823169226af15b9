using System.Collections.Concurrent;
using LocalAi.AgentApi.Rhythm.Tasks;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>
/// Which services are down, or up again, beyond doubt: a probe that says otherwise than before was repeated for a minute and every answer agreed. Then an alert
/// begins or ends without waiting for two more checks; a restart of half a minute or a lost answer makes no verdict, and the count of the last checks decides as ever.
/// </summary>
internal sealed class TargetVerdicts
{
    private const int Most = 500;

    private readonly ConcurrentDictionary<string, bool> _down = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seenUp = new(StringComparer.Ordinal);

    /// <summary>True: down. False: up again. Null: nothing is certain.</summary>
    public bool? IsDown(string target) => _down.TryGetValue(target, out var down) ? down : null;

    /// <summary>
    /// Targets whose probe must be repeated before it is believed. One that was never up since this process began is none: at the start of an installation
    /// everything is down for a while.
    /// </summary>
    public IReadOnlyList<string> Doubtful(IReadOnlyList<ProbeResult> results)
    {
        var doubtful = new List<string>();
        foreach (var result in results)
        {
            if (!result.IsDown && _seenUp.Count < Most)
            {
                _seenUp.Add(result.Target);
            }

            if (result.IsDown ? IsDown(result.Target) != true && _seenUp.Contains(result.Target) : IsDown(result.Target) == true)
            {
                doubtful.Add(result.Target);
            }
        }

        return doubtful;
    }

    /// <summary>All repetitions agreed.</summary>
    public void Confirm(string target, bool isDown) => _down[target] = isDown;

    /// <summary>They did not.</summary>
    public void Withdraw(string target) => _down.TryRemove(target, out _);
}
