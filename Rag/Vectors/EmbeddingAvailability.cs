using LocalAi.Contracts.Embedding;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Vectors;

/// <summary>Which model the embedding service has now, and why not.</summary>
internal sealed class EmbeddingAvailability(EmbeddingClient client, IOptions<VectorOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile string? _problem;

    /// <summary>The model that vectors are made with, or null when none are made; as of the last look.</summary>
    public EmbeddingIdentity? Current { get; private set; }

    /// <summary>Why there are no vectors although there should be; null when all is well or none are wanted.</summary>
    public string? Problem => _problem;

    public async Task<EmbeddingIdentity?> LookAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var health = await client.HealthAsync(limit.Token);
            _problem = health.Ok ? null : health.Detail ?? "The embedding service is not ready.";
            Current = !health.Ok || health.Dim is < 1 or > 16384 || (health.Engine == "lexical" && !options.Value.UseLexicalEngine)
                ? null
                : new EmbeddingIdentity(health.Engine, health.Model, health.Dim);
        }
        catch (ApiException away)
        {
            ReportAway(away.Message);
        }
        catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            ReportAway("The embedding service does not answer.");
        }

        return Current;
    }

    public void ReportAway(string problem)
    {
        _problem = problem;
        Current = null;
    }
}
