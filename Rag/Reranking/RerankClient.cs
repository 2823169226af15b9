using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Reranking;

/// <summary>Asks a <c>/v1/rerank</c> server for the relevance of texts.</summary>
internal sealed class RerankClient
{
    /// <summary>A score takes some 60 bytes; servers that echo the documents take more.</summary>
    private const long LongestAnswer = 8 << 20;

    private readonly HttpClient _http;
    private readonly RerankOptions _options;
    private readonly Uri? _address;

    public RerankClient(HttpClient http, IOptions<RerankOptions> options)
    {
        _http = http;
        _options = options.Value;
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.MaxResponseContentBufferSize = LongestAnswer;
        if (_options.Url.Length == 0)
        {
            return;
        }

        var url = _options.Url.TrimEnd('/');
        _address = new Uri(url.EndsWith("/rerank", StringComparison.OrdinalIgnoreCase) ? url : url.EndsWith("/v1", StringComparison.Ordinal) ? url + "/rerank" : url + "/v1/rerank");
        if (_options.ApiKey.Length > 0)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApiKey);
        }
    }

    public bool IsConfigured => _address is not null;

    /// <summary>A score for every text, in the order of the texts.</summary>
    /// <exception cref="RerankException">The server is away, slow, refuses, or does not score every text.</exception>
    public async Task<double[]> ScoreAsync(string question, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMilliseconds(_options.TimeoutMilliseconds));
        try
        {
            var request = new RerankRequest(_options.Model.Length > 0 ? _options.Model : null, question, texts, texts.Count);
            using var response = await _http.PostAsJsonAsync(_address, request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new RerankException($"it answered {(int)response.StatusCode}");
            }

            return Scores(await response.Content.ReadFromJsonAsync<RerankResponse>(limit.Token), texts.Count);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RerankException($"nothing came within {_options.TimeoutMilliseconds} ms (Rag:Reranker:TimeoutMilliseconds)", slow);
        }
        catch (Exception away) when (away is HttpRequestException or IOException)
        {
            throw new RerankException("it cannot be reached", away);
        }
        catch (Exception garbage) when (garbage is JsonException or NotSupportedException)
        {
            throw new RerankException("its answer is not a list of scores", garbage);
        }
    }

    private static double[] Scores(RerankResponse? response, int count)
    {
        var scores = new double[count];
        Array.Fill(scores, double.NaN);
        foreach (var result in response?.Results ?? [])
        {
            if (result.Index is not { } index || index < 0 || index >= count || result.Score is not { } score || !double.IsFinite(score) || !double.IsNaN(scores[index]))
            {
                throw new RerankException("its answer names a text that was not sent, or one twice");
            }

            scores[index] = score;
        }

        return Array.Exists(scores, double.IsNaN) ? throw new RerankException("its answer does not score every text") : scores;
    }
}
