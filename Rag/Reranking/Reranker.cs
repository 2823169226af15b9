using LocalAi.Rag.Answers;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Retrieval;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Reranking;

/// <summary>
/// Puts the best hits of the search into the order of a cross-encoder, when one is configured. Without an answer in time the order of the
/// search stands, and a server that failed is left alone for a while, so that questions do not wait for it one by one.
/// </summary>
internal sealed class Reranker(RerankClient client, IOptions<RerankOptions> options, TimeProvider time)
{
    private const int LongestQuestion = 2000;

    private long _awayUntil;

    /// <summary>How many hits the search must give, so that there is something to choose from.</summary>
    public int Depth(int top) => client.IsConfigured ? Math.Max(top, options.Value.Candidates) : top;

    /// <param name="question">The question, follow-ups made whole.</param>
    /// <param name="hits">Hits of the search, best first.</param>
    /// <param name="rows">Their texts.</param>
    /// <param name="cancellationToken">Gives up the question.</param>
    public async Task<RerankedHits> OrderAsync(
        string question, IReadOnlyList<RetrievalHit> hits, IReadOnlyDictionary<long, ChunkRow> rows, CancellationToken cancellationToken)
    {
        if (!client.IsConfigured || hits.Count < 2)
        {
            return new RerankedHits(hits);
        }

        if (time.GetUtcNow().Ticks < Interlocked.Read(ref _awayUntil))
        {
            return new RerankedHits(hits, Problem: "The reranker is away: sources are in the order of the search.");
        }

        var started = time.GetTimestamp();
        var judged = hits.Take(options.Value.Candidates).ToList();
        try
        {
            var scores = await client.ScoreAsync(Short(question, LongestQuestion), [.. judged.Select(hit => TextOf(rows[hit.ChunkId]))], cancellationToken);
            var best = judged.Zip(RerankScale.ToShares(scores), (hit, score) => hit with { Score = score }).OrderByDescending(hit => hit.Score);
            return new RerankedHits([.. best, .. hits.Skip(judged.Count).Select(hit => hit with { Score = 0 })], Elapsed());
        }
        catch (RerankException failed)
        {
            Interlocked.Exchange(ref _awayUntil, (time.GetUtcNow() + TimeSpan.FromSeconds(options.Value.RestSeconds)).Ticks);
            return new RerankedHits(hits, Elapsed(), $"The reranker did not help ({failed.Message}): sources are in the order of the search.");
        }

        double Elapsed() => time.GetElapsedTime(started).TotalMilliseconds;
    }

    private string TextOf(ChunkRow row) => Short(row.Heading.Length > 0 ? $"{row.Heading}\n{row.Text}" : row.Text, options.Value.MaxCharacters);

    /// <summary>Cut and without lone surrogates, which JSON cannot carry.</summary>
    private static string Short(string text, int length) => StorableText.Of(text.Length <= length ? text : text[..length]);
}
