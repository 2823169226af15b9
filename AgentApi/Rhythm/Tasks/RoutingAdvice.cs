using System.Globalization;
using LocalAi.Contracts.Gateway;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>Says which routing setting of the gateway to change and why, from its upstreams' states, failures and latencies. Changes nothing itself.</summary>
internal static class RoutingAdvice
{
    private const int Most = 10;
    private const int LeastRequests = 20;
    private const double ManyErrors = 0.1;
    private const double MuchFaster = 0.5;

    /// <param name="models">Public models with their upstreams in the order they are tried.</param>
    /// <param name="upstreams">The upstreams' states.</param>
    /// <param name="usage">Sums of the last day by upstream.</param>
    public static IReadOnlyList<string> For(IReadOnlyList<GatewayModel> models, IReadOnlyList<UpstreamState> upstreams, IReadOnlyList<UsageRow> usage)
    {
        var states = upstreams.ToDictionary(u => u.Name, StringComparer.OrdinalIgnoreCase);
        var sums = usage.ToDictionary(u => u.Group, StringComparer.OrdinalIgnoreCase);
        return [.. models.SelectMany(m => Order(m, states)).Concat(models.SelectMany(m => Faster(m, sums))).Concat(upstreams.SelectMany(u => Load(u, sums))).Distinct().Take(Most)];
    }

    private static IEnumerable<string> Order(GatewayModel model, Dictionary<string, UpstreamState> states)
    {
        if (model.Upstreams is not [var first, ..])
        {
            yield break;
        }

        var answers = model.Upstreams.FirstOrDefault(u => Answers(u, states));
        if (answers is null)
        {
            yield return $"No upstream answers {model.Id}: start {first.Upstream}{Why(first)}, or add one under Gateway:Models:{model.Id}.";
        }
        else if (answers != first && first.State is "unreachable" or "missing")
        {
            yield return $"{model.Id} is tried on {first.Upstream} first, which is {first.State}{Why(first)}: start it, or set Gateway:Models:{model.Id}:0:Upstream to {answers.Upstream}.";
        }
        else if (answers != first && states.TryGetValue(first.Upstream, out var state) && state.Breaker != "closed")
        {
            yield return $"{first.Upstream} fails so often that {model.Id} passes it over (breaker {state.Breaker}): set Gateway:Models:{model.Id}:0:Upstream to {answers.Upstream} until it is mended.";
        }
    }

    private static IEnumerable<string> Faster(GatewayModel model, Dictionary<string, UsageRow> sums)
    {
        var first = model.Upstreams.FirstOrDefault(u => u.State == "ready");
        if (first is null || !sums.TryGetValue(first.Upstream, out var used) || used.Requests < LeastRequests || used.FirstTokenMs is not { } slow)
        {
            yield break;
        }

        var best = model.Upstreams.Where(u => u.State == "ready" && u != first)
            .Select(u => sums.GetValueOrDefault(u.Upstream)).Where(s => s is { Requests: >= LeastRequests, FirstTokenMs: not null }).MinBy(s => s!.FirstTokenMs);
        if (best?.FirstTokenMs < slow * MuchFaster)
        {
            yield return Text($"{model.Id}: {best.Group} gives its first token after {best.FirstTokenMs:0} ms, {first.Upstream} after {slow:0} ms: set Gateway:Models:{model.Id}:0:Upstream to {best.Group}, or give it the same Order and a greater Weight.");
        }
    }

    private static IEnumerable<string> Load(UpstreamState upstream, Dictionary<string, UsageRow> sums)
    {
        if (sums.TryGetValue(upstream.Name, out var used) && used.Requests >= LeastRequests && used.Errors > used.Requests * ManyErrors)
        {
            yield return Text($"{upstream.Name} failed {used.Errors} of {used.Requests} requests in the last day: look at its log, or lower its Weight under Gateway:Models.");
        }

        if (upstream.Slots > 0 && upstream.Active >= upstream.Slots && upstream.Queued > upstream.Slots)
        {
            yield return Text($"{upstream.Name} is full ({upstream.Active} at work, {upstream.Queued} waiting): raise Gateway:Upstreams:{upstream.Name}:Slots if its server can do more at once, or give another upstream the same Order.");
        }
    }

    private static bool Answers(GatewayModelUpstream upstream, Dictionary<string, UpstreamState> states) =>
        upstream.State is "ready" or "loading" or "unloaded" && (!states.TryGetValue(upstream.Upstream, out var state) || state.Breaker == "closed");

    private static string Why(GatewayModelUpstream upstream) => upstream.Detail is { Length: > 0 } detail ? $" ({detail.TrimEnd('.')})" : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
