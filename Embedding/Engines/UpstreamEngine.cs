using System.Text.Json;
using LocalAi.Contracts.Embedding;

namespace LocalAi.Embedding.Engines;

/// <summary>
/// Any OpenAI-compatible embedding server. Adds the model family's prefixes, cuts texts to its window and says so, tries again where that
/// can help, and refuses a server that changes the length of its vectors under the same name.
/// </summary>
internal sealed partial class UpstreamEngine(
    IHttpClientFactory clients, EmbeddingOptions options, TimeProvider time, ILogger<UpstreamEngine> logger) : IEmbeddingEngine, IDisposable
{
    public const string HttpClientName = "embedding-upstream";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly UpstreamConnection _connection = new(clients, options);
    private readonly SemaphoreSlim _probe = new(1);
    private string _model = options.Model;
    private volatile int _dimension;

    public string Name => "upstream";

    public async ValueTask<EngineModel> ModelAsync(CancellationToken cancellationToken)
    {
        if (_dimension > 0) return new EngineModel(_model, _dimension);
        await _probe.WaitAsync(cancellationToken);
        try
        {
            if (_model.Length == 0) _model = FirstModel(await _connection.GetAsync("models", cancellationToken));
            if (_dimension == 0) await SendAsync(["ok"], cancellationToken);
            return new EngineModel(_model, _dimension);
        }
        finally
        {
            _probe.Release();
        }
    }

    public async Task<EmbeddedText[]> EmbedAsync(IReadOnlyList<EngineText> texts, CancellationToken cancellationToken)
    {
        await ModelAsync(cancellationToken);
        var family = ModelFamily.Of(_model);
        var maxTokens = options.MaxTokens > 0 ? options.MaxTokens : family.MaxTokens;
        var prepared = new string[texts.Count];
        var truncated = new bool[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            var prefix = texts[i].Kind == EmbedKind.Query ? options.QueryPrefix ?? family.QueryPrefix : options.PassagePrefix ?? family.PassagePrefix;
            var cut = TextWindow.Cut(texts[i].Text, maxTokens);
            truncated[i] = cut.Length < texts[i].Text.Length;
            prepared[i] = prefix + cut;
        }
        var (vectors, tokens) = await SendRetryingAsync(prepared, cancellationToken);
        return [.. vectors.Select((vector, i) => new EmbeddedText(vector, CountOf(i), truncated[i]))];

        // The server counts a batch; a single text gets its count, others their estimate, never more than the window.
        int CountOf(int i) => tokens is { } exact && texts.Count == 1 ? exact : Math.Min(texts[i].Tokens, maxTokens);
    }

    public void Dispose() => _probe.Dispose();

    private async Task<(float[][] Vectors, int? Tokens)> SendRetryingAsync(string[] input, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await SendAsync(input, cancellationToken);
            }
            catch (EngineException failed) when (attempt < options.Retries && failed.Fault is EngineFault.Unreachable or EngineFault.Busy)
            {
                var wait = failed.Fault == EngineFault.Busy && failed.RetryAfter is { } asked ? asked : pause;
                if (wait > LongestPause) throw;
                LogRetry(logger, attempt + 1, wait.TotalMilliseconds, failed.Message);
                await Task.Delay(wait, time, cancellationToken);
                pause *= 2;
            }
        }
    }

    private async Task<(float[][] Vectors, int? Tokens)> SendAsync(string[] input, CancellationToken cancellationToken)
    {
        var body = await _connection.PostAsync("embeddings", new UpstreamRequest(_model, input), UpstreamJson.Default.UpstreamRequest, cancellationToken);
        var (vectors, tokens) = UpstreamProtocol.Read(body, input.Length);
        var known = _dimension;
        if (known == 0) _dimension = vectors[0].Length;
        else if (known != vectors[0].Length)
        {
            throw new EngineException(EngineFault.Garbage,
                $"The embedding server changed its vectors from {known} to {vectors[0].Length} dimensions under the name '{_model}'. Name the new model in Embedding:Model and restart.");
        }
        return (vectors, tokens);
    }

    private static string FirstModel(byte[] body)
    {
        try
        {
            using var list = JsonDocument.Parse(body);
            foreach (var model in list.RootElement.GetProperty("data").EnumerateArray())
            {
                if (model.GetProperty("id").GetString() is { Length: > 0 } id) return id;
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new EngineException(EngineFault.Garbage, "The embedding server does not list its models. Name one in Embedding:Model.", null, e);
        }
        throw new EngineException(EngineFault.Refused, "The embedding server has no model loaded. Load one, or name it in Embedding:Model.");
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Embedding batch failed, try {Attempt} again in {Pause} ms: {Reason}")]
    private static partial void LogRetry(ILogger logger, int attempt, double pause, string reason);
}
