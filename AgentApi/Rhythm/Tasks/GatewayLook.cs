using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Gateway;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>Asks the gateway about its upstreams and requests: a few seconds at most, and null when it does not answer or was not given to this service.</summary>
internal sealed class GatewayLook(GatewayAdminClient gateway, IConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<UpstreamState>?> UpstreamsAsync(CancellationToken cancellationToken) =>
        (await AskAsync(gateway.ListUpstreamsAsync, cancellationToken))?.Upstreams;

    public async Task<IReadOnlyList<GatewayModel>?> ModelsAsync(CancellationToken cancellationToken) =>
        (await AskAsync(gateway.ListModelsAsync, cancellationToken))?.Models;

    /// <summary>Sums of the last <paramref name="window"/>.</summary>
    /// <param name="groupBy">model or upstream.</param>
    /// <param name="window">How far back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<UsageRow>?> UsageAsync(string groupBy, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (await AskAsync(token => gateway.UsageAsync(groupBy, now - window, null, token), cancellationToken))?.Rows;
    }

    private async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        if (configuration["services:gateway:http:0"] is null)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ask(end.Token);
        }
        catch (Exception away) when (away is ApiException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The probe of the gateway says that it is down; here only its answer is missing.
            return null;
        }
    }
}
