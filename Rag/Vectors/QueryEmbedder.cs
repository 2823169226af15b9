using LocalAi.Contracts.Embedding;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Vectors;

/// <summary>Embeds questions. When the service is away, it is left alone for a while, so that questions do not wait for it one by one.</summary>
internal sealed class QueryEmbedder(EmbeddingClient client, IOptions<VectorOptions> options, TimeProvider time)
{
    private const int LongestText = 8000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private long _awayUntil;

    /// <summary>The question's vector, or the sentence that says why there is none.</summary>
    public async Task<(ReadOnlyMemory<float>? Vector, string? Problem)> EmbedAsync(string query, EmbeddingIdentity model, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow().Ticks < Interlocked.Read(ref _awayUntil))
        {
            return (null, "The embedding service is away: searched by words only.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMilliseconds(options.Value.QueryTimeoutMilliseconds));
        try
        {
            var text = query.Length <= LongestText ? query : query[..LongestText];
            var answer = await client.EmbedAsync(new EmbedRequest([Documents.StorableText.Of(text)], EmbedKind.Query), limit.Token);
            if (answer.Engine != model.Engine || answer.Model != model.Model || answer.Dim != model.Dim || answer.Items.Count != 1
                || answer.Items[0].Vector.Length != model.Dim)
            {
                return (null, $"The embedding service has {answer.Model} now, the collection {model.Model}: searched by words only until it is embedded anew.");
            }

            return (answer.Items[0].Vector, null);
        }
        catch (ApiException away) when (away.Status is null or >= System.Net.HttpStatusCode.InternalServerError or System.Net.HttpStatusCode.TooManyRequests)
        {
            return Away(away.Message);
        }
        catch (ApiException refused)
        {
            return (null, $"The question could not be embedded ({refused.Message}): searched by words only.");
        }
        catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Away("it did not answer in time");
        }
    }

    private (ReadOnlyMemory<float>? Vector, string? Problem) Away(string why)
    {
        Interlocked.Exchange(ref _awayUntil, (time.GetUtcNow() + Rest).Ticks);
        return (null, $"The embedding service is away ({why.TrimEnd('.')}): searched by words only.");
    }
}
