using LocalAi.Contracts.Embedding;
using LocalAi.Embedding.Batching;
using LocalAi.Embedding.Caching;
using LocalAi.Embedding.Engines;
using LocalAi.ServiceDefaults.Errors;
using LocalAi.Text.Tokens;

namespace LocalAi.Embedding;

/// <summary>One request's way: distinct texts → cache → texts others already wait for → queue; back in the request's order.</summary>
internal sealed class Embedder(IEmbeddingEngine engine, VectorCache cache, TextQueue queue, EmbeddingMeters meters)
{
    public string Engine => engine.Name;

    /// <param name="texts">Checked and cleaned texts.</param>
    /// <param name="kind">What they are for.</param>
    /// <param name="cancellationToken">Gives up; texts nobody else waits for are dropped.</param>
    /// <exception cref="RequestProblemException">429 queue full, 502, 503 or 504 by what happened to the engine.</exception>
    public async Task<EmbeddingAnswer> EmbedAsync(IReadOnlyList<string> texts, EmbedKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await EmbedDistinctAsync(texts, kind, cancellationToken);
        }
        catch (EngineException failed)
        {
            throw Problem(failed);
        }
    }

    private async Task<EmbeddingAnswer> EmbedDistinctAsync(IReadOnlyList<string> texts, EmbedKind kind, CancellationToken cancellationToken)
    {
        var model = await engine.ModelAsync(cancellationToken);
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new int[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            if (!positions.TryGetValue(texts[i], out order[i])) positions[texts[i]] = order[i] = positions.Count;
        }
        var distinct = positions.Keys.ToArray();
        var keys = Array.ConvertAll(distinct, text => VectorKey.Of(engine.Name, model.Name, kind, text));
        var embedded = await cache.GetAsync(keys, model.Dimension, cancellationToken);
        var missing = Enumerable.Range(0, distinct.Length).Where(i => embedded[i] is null).ToArray();
        meters.Texts.Add(texts.Count);
        meters.CacheHits.Add(distinct.Length - missing.Length);
        if (missing.Length > 0) await ComputeAsync(missing, cancellationToken);
        return new EmbeddingAnswer(engine.Name, model, Array.ConvertAll(order, i => embedded[i]!));

        async Task ComputeAsync(int[] wanted, CancellationToken token)
        {
            var pending = queue.Enqueue([.. wanted.Select(i => (keys[i], new EngineText(distinct[i], kind, TokenEstimate.Count(distinct[i]))))], out var shared);
            meters.Shared.Add(shared + texts.Count - distinct.Length);
            try
            {
                for (var i = 0; i < wanted.Length; i++) embedded[wanted[i]] = await pending[i].Result.WaitAsync(token);
            }
            finally
            {
                queue.Leave(pending);
            }
        }
    }

    private static RequestProblemException Problem(EngineException failed) => new(
        failed.Fault switch
        {
            EngineFault.Unreachable or EngineFault.Busy => StatusCodes.Status503ServiceUnavailable,
            EngineFault.Timeout => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status502BadGateway,
        },
        failed.Message)
    {
        Code = $"embedding_upstream_{failed.Fault.ToString().ToLowerInvariant()}",
        RetryAfter = failed.RetryAfter,
    };
}
