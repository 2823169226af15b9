using LocalAi.Contracts.Embedding;
using LocalAi.Text.Vectors;

namespace LocalAi.Embedding.Engines;

/// <summary>Whether texts can be embedded now. Asks the engine at most every few seconds, however often it is asked itself.</summary>
internal sealed class EngineHealth(IEmbeddingEngine engine, EmbeddingOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly EngineText Sample = new("ok", EmbedKind.Query, 1);

    private readonly SemaphoreSlim _probe = new(1);
    private EmbeddingHealth? _last;
    private long _lastTicks;

    /// <param name="force">Asks the engine even when a fresh answer is known, and gives it the full time of a batch (prewarm).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<EmbeddingHealth> CheckAsync(bool force, CancellationToken cancellationToken)
    {
        if (engine is LexicalEngine) return new EmbeddingHealth(true, engine.Name, HashedVector.ModelName, HashedVector.Dimension, "No embedding model: vectors compare spelling, not meaning.");
        await _probe.WaitAsync(cancellationToken);
        try
        {
            if (!force && _last is not null && time.GetElapsedTime(_lastTicks) < Fresh) return _last;
            _last = await ProbeAsync(force ? TimeSpan.FromSeconds(options.TimeoutSeconds) : Patience, cancellationToken);
            _lastTicks = time.GetTimestamp();
            return _last;
        }
        finally
        {
            _probe.Release();
        }
    }

    public void Dispose() => _probe.Dispose();

    private async Task<EmbeddingHealth> ProbeAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            var model = await engine.ModelAsync(limit.Token);
            await engine.EmbedAsync([Sample], limit.Token);
            return new EmbeddingHealth(true, engine.Name, model.Name, model.Dimension);
        }
        catch (EngineException failed)
        {
            return Away(failed.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Away($"The embedding server did not answer within {patience.TotalSeconds} s.");
        }
    }

    private EmbeddingHealth Away(string detail) => new(false, engine.Name, _last?.Model is { Length: > 0 } known ? known : options.Model, _last?.Dim ?? 0, detail);
}
