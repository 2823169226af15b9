using System.Globalization;
using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Watchers.Reports;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// What is done about idle and leaking servers that may be managed, in this order, one step a look:
/// 1 report (always); 2 unload idle models, when a leak was found or they were idle for the time of the settings;
/// 3 restart, only when a leak was found, nobody waits for it, and its memory passes its limit within six hours at this growth.
/// Every step is within its budget and only while this node leads (<see cref="ActDesk"/>).
/// </summary>
internal sealed class LeakLadder(ServerApis apis, ServerRestart restart, ActDesk desk, IOptions<WatcherOptions> options)
{
    private const double MostHours = 6;
    private static readonly ActBudget Unloads = new(48, TimeSpan.Zero);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(30);

    /// <summary>Hours until the memory is at its limit; 0 when it is, infinite when it does not grow.</summary>
    /// <param name="leak">The growth.</param>
    /// <param name="resident">Memory in use.</param>
    /// <param name="limit">Bytes it may have, or null: what the machine has left.</param>
    /// <param name="available">Bytes the machine has left.</param>
    public static double HoursLeft(LeakFinding leak, long resident, long? limit, long available)
    {
        var left = limit is { } most ? most - resident : available;
        return left <= 0 ? 0 : leak.BytesPerHour <= 0 ? double.PositiveInfinity : left / leak.BytesPerHour;
    }

    /// <summary>Takes the next step; what was done or why not, or null when there was nothing to do.</summary>
    public async Task<string?> StepAsync(ServerLook look, ServerMemory memory, long available, DateTimeOffset now, RunContext context, CancellationToken cancellationToken)
    {
        var server = look.Server;
        if (!server.IsManaged || look.State.IsDown || look.IsIdle != true)
        {
            return null;
        }

        var patience = TimeSpan.FromMinutes(options.Value.LanguageModels.IdleUnloadMinutes);
        var unused = patience > TimeSpan.Zero && now - memory.UsedAt >= patience;
        if (look.State.Models.Count > 0 && (memory.Leak is not null || unused))
        {
            var why = memory.Leak?.Evidence ?? string.Create(CultureInfo.InvariantCulture, $"Nobody has used it for {(now - memory.UsedAt).TotalMinutes:0} min.");
            return await UnloadAsync(look, why, context, cancellationToken);
        }

        if (memory.Leak is not { } leak || look.Usage is not { } usage || !ServerRestart.CanRestart(server))
        {
            return null;
        }

        var hours = HoursLeft(leak, usage.Resident, server.MemoryLimit, available);
        if (hours >= MostHours)
        {
            return null;
        }

        var reason = string.Create(CultureInfo.InvariantCulture, $"{leak.Evidence} It has {usage.Resident >> 20} MB; the limit is reached in {hours:0.0} h.");
        var budget = new ActBudget(options.Value.LanguageModels.RestartsPerDay, FirstWait);
        return (await desk.ActAsync(context, server.Name, "restart", reason, budget, token => RestartAsync(server, token), cancellationToken)).Text;
    }

    private async Task<string> UnloadAsync(ServerLook look, string why, RunContext context, CancellationToken cancellationToken)
    {
        var outcomes = new List<string>();
        foreach (var model in look.State.Models.Take(10))
        {
            var outcome = await desk.ActAsync(
                context, look.Server.Name, "unload", $"{model.Id}: {why}", Unloads, token => apis[look.Server.Kind].UnloadAsync(look.Server, model, token), cancellationToken);
            outcomes.Add(outcome.Text);
        }

        return string.Join(" ", outcomes.Distinct());
    }

    /// <summary>Asks once more right before: somebody may have come since the look.</summary>
    private async Task<string?> RestartAsync(ServerTarget server, CancellationToken cancellationToken) =>
        (await apis[server.Kind].AskAsync(server, cancellationToken)).IsGenerating == true ? "It answers somebody by now." : await restart.RestartAsync(server, cancellationToken);
}
