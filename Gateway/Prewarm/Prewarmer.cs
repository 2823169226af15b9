using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Upstreams;

namespace LocalAi.Gateway.Prewarm;

/// <summary>Has models loaded before somebody waits for them. Never by inference.</summary>
internal sealed class Prewarmer(RoutingTableSource tables, TimeProvider time)
{
    // A server that accepted to load a model shows it as loading within this many checks.
    private const int MostChecks = 10;
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(500);

    /// <summary>Loads models one after the other (they share one GPU) and waits until each is ready.</summary>
    public async Task<PrewarmResult> LoadAsync(IReadOnlyList<string> models, CancellationToken cancellationToken)
    {
        var results = new List<PrewarmedModel>(models.Count);
        foreach (var model in models)
        {
            results.Add(await LoadAsync(tables.Current.RouteOf(model), cancellationToken));
        }

        return new PrewarmResult(results);
    }

    /// <summary>Frees a model's memory on every upstream that can.</summary>
    public async Task UnloadAsync(string model, CancellationToken cancellationToken)
    {
        foreach (var candidate in tables.Current.RouteOf(model).Candidates)
        {
            var upstream = candidate.Upstream;
            if (upstream.OffReason is null
                && (await upstream.AskAsync(Check, cancellationToken)).Condition is UpstreamCondition.Ready
                && candidate.Model is { } id)
            {
                await TryAsync(() => upstream.Provider.UnloadAsync(upstream.Connection, id, cancellationToken));
                await upstream.AskAsync(TimeSpan.Zero, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Starts the idle time of a model anew on the first upstream that has it in memory, where that takes no inference. What is not in memory
    /// stays out: somebody may have unloaded it on purpose.
    /// </summary>
    /// <returns>The upstream that was touched, or null.</returns>
    public async Task<string?> TouchAsync(string model, CancellationToken cancellationToken)
    {
        foreach (var candidate in tables.Current.RouteOf(model).Candidates)
        {
            var upstream = candidate.Upstream;
            if (upstream.OffReason is null
                && upstream.Provider.StaysLoaded
                && await upstream.AskAsync(TimeSpan.Zero, cancellationToken) is { Condition: UpstreamCondition.Ready } probe
                && candidate.Model is { } id
                && StateOf(probe, id) == "loaded"
                && await TryAsync(() => upstream.Provider.LoadAsync(upstream.Connection, id, upstream.Options, cancellationToken)))
            {
                return upstream.Name;
            }
        }

        return null;
    }

    private async Task<PrewarmedModel> LoadAsync(ModelRoute route, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reasons = new List<string>();
        foreach (var candidate in route.Candidates)
        {
            var upstream = candidate.Upstream;
            if (upstream.OffReason is not null || Locality.IsLocal(upstream.Connection.Endpoint) is false)
            {
                continue;
            }

            if (await LoadAsync(candidate, started, cancellationToken) is not { } reason)
            {
                return new PrewarmedModel(route.Model, true, upstream.Name, time.GetElapsedTime(started).TotalSeconds);
            }

            reasons.Add($"{upstream.Name} {reason}");
        }

        return new PrewarmedModel(route.Model, false, null, time.GetElapsedTime(started).TotalSeconds, string.Join("; ", reasons));
    }

    /// <returns>Null when the model is ready, else why not.</returns>
    private async Task<string?> LoadAsync(Candidate candidate, long started, CancellationToken cancellationToken)
    {
        var upstream = candidate.Upstream;
        var probe = await upstream.AskAsync(TimeSpan.Zero, cancellationToken);
        if (probe.Condition is UpstreamCondition.Unreachable or UpstreamCondition.NoModel || candidate.Model is not { } model)
        {
            return probe.Detail ?? "has no model that fits";
        }

        var asked = StateOf(probe, model) is "loaded" || await TryAsync(() => upstream.Provider.LoadAsync(upstream.Connection, model, upstream.Options, cancellationToken));
        for (var checks = 0; time.GetElapsedTime(started) < upstream.Options.LoadTimeout; checks++)
        {
            probe = await upstream.AskAsync(TimeSpan.Zero, cancellationToken);
            switch (probe.Condition)
            {
                case UpstreamCondition.Unreachable or UpstreamCondition.NoModel:
                    return probe.Detail ?? "has gone away";
                case UpstreamCondition.Ready when StateOf(probe, model) is "loaded" or "unknown":
                    return null;
                case UpstreamCondition.Ready when !asked:
                    return "loads models only when they are used";
                case UpstreamCondition.Ready when checks >= MostChecks:
                    return "did not load the model";
                default:
                    await Task.Delay(Check, time, cancellationToken);
                    break;
            }
        }

        return $"was still loading after {upstream.Options.LoadTimeout.TotalSeconds:0} s";
    }

    /// <summary>The state of a model; unknown when the upstream does not list it (it maps names itself) or says nothing.</summary>
    private static string StateOf(UpstreamProbe probe, string model) =>
        probe.Models.FirstOrDefault(m => m.Id == model)?.State ?? (probe.Models.Any(m => m.State == "loaded") ? "loaded" : "unknown");

    private static async Task<bool> TryAsync(Func<Task<bool>> question)
    {
        try
        {
            return await question();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
