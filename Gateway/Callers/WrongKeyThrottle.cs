using System.Net;
using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Callers;

/// <summary>
/// Counts wrong keys per address and minute. A valid key always works: with 256 random bits nobody guesses one, and a program with a stale key
/// must not lock out the others of its machine.
/// </summary>
internal sealed class WrongKeyThrottle(RoutingTableSource table, TimeProvider time)
{
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (long Began, int Count)> _wrong = [];

    /// <summary>Notes a wrong key; how long to wait when there were too many, else null.</summary>
    public TimeSpan? Refuse(IPAddress? remote)
    {
        var address = remote ?? IPAddress.Loopback;
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (!_wrong.TryGetValue(address, out var entry) || time.GetElapsedTime(entry.Began, now) >= Window)
            {
                if (_wrong.Count >= MostAddresses)
                {
                    DropOld(now);
                }

                entry = (now, 0);
            }

            entry.Count++;
            _wrong[address] = entry;
            return entry.Count > table.Current.Options.Limits.WrongKeysPerMinute ? Window - time.GetElapsedTime(entry.Began, now) : null;
        }
    }

    private void DropOld(long now)
    {
        foreach (var (address, entry) in _wrong)
        {
            if (time.GetElapsedTime(entry.Began, now) >= Window)
            {
                _wrong.Remove(address);
            }
        }

        if (_wrong.Count >= MostAddresses)
        {
            // An attack from ten thousand addresses within a minute: start over rather than grow.
            _wrong.Clear();
        }
    }
}
