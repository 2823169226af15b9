using System.Globalization;
using LocalAi.AgentApi.Watchers.Reports;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>What is wrong with a server, in words.</summary>
internal sealed class ServerFindings(IOptions<WatcherOptions> options)
{
    public IEnumerable<Finding> Judge(ServerLook look, ServerMemory memory, long available, DateTimeOffset now)
    {
        var server = look.Server;
        if (look.State.IsDown && (look.Usage is not null || !server.IsHere))
        {
            yield return Finding("down", FindingSeverity.Warning, $"{server.Name} listens but does not answer.", look.State.Detail ?? "", ServerRestart.ByHand(server));
        }
        else if (look.State.IsDown && look.State.Detail is { Length: > 0 } why && server.Resource is null)
        {
            yield return Finding("down", FindingSeverity.Info, $"{server.Name} is not running.", why, "Start it, or take it out of Rhythm:Watchers:LanguageModels:Servers.");
        }

        if (memory.HotSince is { } since && (now - since).TotalSeconds >= options.Value.LanguageModels.IdleCpuSeconds)
        {
            yield return Finding(
                "cpu-idle", FindingSeverity.Critical, $"{server.Name} uses the CPU although nobody asks it anything.",
                string.Create(CultureInfo.InvariantCulture, $"{look.Cores * 100:0} % of a core, without a request for {(now - since).TotalSeconds:0} s or longer (process {look.Usage?.Root.Pid})."),
                ServerRestart.ByHand(server));
        }

        if (memory.Leak is { } leak && look.Usage is { } usage)
        {
            var hours = LeakLadder.HoursLeft(leak, usage.Resident, server.MemoryLimit, available);
            yield return Finding(
                "leak", hours < 24 ? FindingSeverity.Critical : FindingSeverity.Warning, $"{server.Name} leaks memory.",
                string.Create(CultureInfo.InvariantCulture, $"{leak.Evidence} It has {usage.Resident >> 20} MB{(double.IsInfinity(hours) ? "" : string.Create(CultureInfo.InvariantCulture, $"; at this growth the limit is {hours:0.#} h away"))}. {memory.LastAct}"),
                server.IsManaged ? $"It is unloaded and, when the limit is near, restarted while nobody uses it. By hand: {ServerRestart.ByHand(server)}"
                    : $"{ServerRestart.ByHand(server)} To have it done: Rhythm:Watchers:LanguageModels:Manage.");
        }

        foreach (var twice in look.State.Models.GroupBy(m => Base(m.Id)).Where(g => g.Count() > 1))
        {
            yield return Finding(
                "loaded-twice/" + twice.Key, FindingSeverity.Warning, $"{twice.Key} is in the memory of {server.Name} {twice.Count()} times.", $"Instances: {string.Join(", ", twice.Select(m => m.Id))}.",
                "Unload all but one.");
        }

        Finding Finding(string kind, FindingSeverity severity, string title, string detail, string fix) =>
            new($"{LanguageModelWatch.Name}/{kind}/{server.Name}", severity, title, detail.Trim(), fix, now);
    }

    public static WatchedThing Thing(ServerLook look, ServerMemory memory) => new(
        look.Server.Name,
        look.State.Status + (look.IsIdle == false ? ", answering" : ""),
        string.Join(" ", Details(look, memory)),
        look.Cores * 100,
        look.Usage?.Resident);

    private static IEnumerable<string> Details(ServerLook look, ServerMemory memory)
    {
        yield return $"{look.Server.Kind.Word()} at {look.Server.Address.GetLeftPart(UriPartial.Authority)}{(look.Server.IsManaged ? ", managed" : "")}.";
        if (look.State.Models.Count > 0)
        {
            yield return $"Loaded: {string.Join(", ", look.State.Models.Take(20).Select(m => m.Key))}.";
        }

        if (look.State.Detail is { } detail)
        {
            yield return detail;
        }

        if (memory.LastAct is { } act)
        {
            yield return act;
        }
    }

    /// <summary>LM Studio calls the second instance of a model "name:2".</summary>
    private static string Base(string id) => id.LastIndexOf(':') is > 0 and var colon && id[(colon + 1)..].All(char.IsAsciiDigit) && colon + 1 < id.Length ? id[..colon] : id;
}
