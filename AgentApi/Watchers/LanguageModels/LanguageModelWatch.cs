using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.AgentApi.Watchers.Reports;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// One look at all language model servers: 1 processes and sockets; 2 ask each server; 3 CPU without a request, confirmed over two seconds; 4 leak test;
/// 5 duplicates; 6 for servers that may be managed, the next step of the ladder.
/// </summary>
internal sealed class LanguageModelWatch(
    ServerProcesses processes, ServerList list, ServerApis apis, LmsCommand lms, LeakWatch leaks, LeakLadder ladder, ServerFindings findings, IMachine machine, RhythmClock clock, TimeProvider time)
{
    public const string Name = "llm";
    public const double HotCores = 0.8;
    private const double UsedCores = 0.05;
    private static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, ServerMemory> _memories = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<ServerTarget> _servers = [];

    public async Task<WatchReport> LookAsync(RunContext context, CancellationToken cancellationToken)
    {
        // Those of the last look are enough to know whose ports matter; a new one is found by its program now, or at the next look.
        processes.Refresh(Ports());
        _servers = list.Find(processes.Listeners());
        if (_servers.Any(s => s.IsHere && processes.Usage(s.Address.Port) is null))
        {
            processes.Refresh(Ports());
        }

        var listeners = processes.Listeners();
        var looks = await Task.WhenAll(_servers.Select(s => LookAsync(s, cancellationToken)));
        Forget();
        var now = clock.Now;
        await ConfirmAsync(looks, now, cancellationToken);
        var available = machine.Read()?.AvailableMemory ?? 0;
        foreach (var look in looks)
        {
            var memory = _memories[look.Server.Name];
            await leaks.TakeAsync(look, memory, now, context, cancellationToken);
            memory.LastAct = await ladder.StepAsync(look, memory, available, now, context, cancellationToken) ?? memory.LastAct;
        }

        return new WatchReport(
            Name,
            looks.Length == 0 ? "No language model server is here." : $"{looks.Count(l => !l.State.IsDown)} of {looks.Length} servers answer, {looks.Sum(l => l.State.Models.Count)} models are loaded.",
            [.. looks.Select(l => ServerFindings.Thing(l, _memories[l.Server.Name]))],
            [.. looks.SelectMany(l => findings.Judge(l, _memories[l.Server.Name], available, now)), .. DuplicateServers.Find(looks, listeners, now)]);
    }

    private List<int> Ports() => [.. _servers.Where(s => s.IsHere).Select(s => s.Address.Port)];

    private async Task<ServerLook> LookAsync(ServerTarget server, CancellationToken cancellationToken)
    {
        var usage = server.IsHere ? processes.Usage(server.Address.Port) : null;
        var at = time.GetTimestamp();
        var state = await apis.AskAsync(server, cancellationToken);
        lock (_memories)
        {
            if (!_memories.TryGetValue(server.Name, out var memory))
            {
                _memories[server.Name] = memory = new ServerMemory(new LeakDetector(new LeakOptions { Limit = server.MemoryLimit })) { UsedAt = clock.Now };
            }

            return Remember(new ServerLook(server, state, usage, null), memory, at);
        }
    }

    private ServerLook Remember(ServerLook look, ServerMemory memory, long at)
    {
        if (look.Usage is { } usage)
        {
            if (memory.Process != usage.Root.Identity)
            {
                (memory.Process, memory.HotSince, memory.Leak, memory.UsedAt) = (usage.Root.Identity, null, null, clock.Now);
            }
            else if (usage.Cpu >= memory.Cpu && time.GetElapsedTime(memory.SeenAt, at) is { Ticks: > 0 } passed)
            {
                // A worker that has ended takes its CPU time with it: then nothing is known of this interval.
                look = look with { Cores = (usage.Cpu - memory.Cpu) / passed };
            }

            (memory.Cpu, memory.SeenAt) = (usage.Cpu, at);
        }

        if (look.IsIdle != true || look.Cores > UsedCores || memory.Models != look.Key)
        {
            memory.UsedAt = clock.Now;
        }

        memory.Models = look.Key;
        return look;
    }

    /// <summary>A look's CPU is the mean since the last one, in which somebody may have been served; two seconds without a connection are certain.</summary>
    private async Task ConfirmAsync(IReadOnlyList<ServerLook> looks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var suspects = looks.Where(l => l.Cores > HotCores && l.IsIdle == true).ToList();
        foreach (var calm in looks.Except(suspects))
        {
            _memories[calm.Server.Name].HotSince = null;
        }

        if (suspects.Count == 0)
        {
            return;
        }

        processes.Refresh(Ports());
        var before = suspects.ConvertAll(s => processes.Usage(s.Server.Address.Port));
        var start = time.GetTimestamp();
        await Task.Delay(Confirmation, time, cancellationToken);
        processes.Refresh(Ports());
        var passed = time.GetElapsedTime(start);
        for (var i = 0; i < suspects.Count; i++)
        {
            var (suspect, memory) = (suspects[i], _memories[suspects[i].Server.Name]);
            var after = processes.Usage(suspect.Server.Address.Port);
            var hot = before[i] is { } first && after is { } last && first.Root.Identity == last.Root.Identity && (last.Cpu - first.Cpu) / passed > HotCores
                && await IsIdleAsync(suspect, last, cancellationToken);
            memory.HotSince = hot ? memory.HotSince ?? now : null;
        }
    }

    private async Task<bool> IsIdleAsync(ServerLook suspect, ServerUsage usage, CancellationToken cancellationToken) =>
        (suspect with { State = await apis.AskAsync(suspect.Server, cancellationToken), Usage = usage }).IsIdle == true
        && (suspect.Server.Kind != ServerKind.LmStudio || await lms.BusyAsync(suspect.Server, cancellationToken) is null);

    private void Forget()
    {
        foreach (var gone in _memories.Keys.Where(k => !_servers.Any(s => s.Name.Equals(k, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            _memories.Remove(gone);
        }
    }
}
