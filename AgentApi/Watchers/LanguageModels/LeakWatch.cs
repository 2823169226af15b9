using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.AgentApi.Watchers.Reports;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// Feeds the leak test of each server and keeps its half hours in the database, so that a restart of this service forgets nothing. A leak that is found makes
/// system_maintenance due at once; it counts until the server's process ends or nothing has been seen of it for half a day.
/// </summary>
internal sealed class LeakWatch(WatchStore store, RhythmEvents events)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    public async Task TakeAsync(ServerLook look, ServerMemory memory, DateTimeOffset now, RunContext context, CancellationToken cancellationToken)
    {
        if (look.Usage is not { } usage)
        {
            return;
        }

        if (context.Run is not null)
        {
            await RestoreAsync(look.Server.Name, memory, now, cancellationToken);
        }

        if (memory.Leak is not null && now - memory.LeakSeenAt > Remembered)
        {
            memory.Leak = null;
        }

        var leak = memory.Detector.Add(now, look.Key, usage.Resident);
        if (memory.Detector.Completed is { } bin && context.Run is not null)
        {
            await KeepAsync(look.Server.Name, bin, memory.Detector.Oldest(now), cancellationToken);
        }

        if (leak is null)
        {
            return;
        }

        if (memory.Leak is null)
        {
            events.Raise(TaskNames.SystemMaintenance, $"Memory of {look.Server.Name} leaks: {leak.Evidence}");
        }

        (memory.Leak, memory.LeakSeenAt) = (leak, now);
    }

    private async Task RestoreAsync(string server, ServerMemory memory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (memory.IsRestored)
        {
            return;
        }

        try
        {
            memory.Detector.Restore(await store.BinsAsync(server, memory.Detector.Oldest(now), cancellationToken));
            memory.IsRestored = true;
        }
        catch (DatabaseUnavailableException)
        {
            // The next look tries again; until then the test knows what it has seen itself.
        }
    }

    private async Task KeepAsync(string server, Rhythm.Detection.LeakBin bin, long oldest, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddBinAsync(server, bin, oldest, cancellationToken);
        }
        catch (DatabaseUnavailableException)
        {
            // One half hour less after the next restart; the test here has it.
        }
    }
}
