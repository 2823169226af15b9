using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Limits;

/// <summary>SPEC E4: how many calls of each sensitivity run at once.</summary>
internal sealed class ConcurrencyTiers
{
    private readonly ConcurrencySlots[] _tiers;

    public ConcurrencyTiers(IOptions<AgentOptions> options, TimeProvider time)
    {
        var concurrency = options.Value.Concurrency;
        var patience = TimeSpan.FromSeconds(concurrency.MaxWaitSeconds);
        _tiers = [new(concurrency.Low, patience, time), new(concurrency.Medium, patience, time), new(concurrency.High, patience, time), new(concurrency.Critical, patience, time)];
    }

    public ConcurrencySlots this[Sensitivity sensitivity] => _tiers[(int)sensitivity];
}
