using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Reranking;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Vectors;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Answers;

/// <summary>From a question to its sources: follow-up, vector, filters, search, texts, ranking, reranking.</summary>
internal sealed class QuestionSearch(
    IndexRegistry registry, CollectionStore collections, FollowUp followUp, QueryEmbedder embedder, EmbeddingAvailability availability, IVectorMirror mirror,
    FilterReader filters, ChunkReader chunks, Retriever retriever, Reranker reranker, IOptions<RetrievalOptions> retrieval, TimeProvider time)
{
    private const int NamesShown = 20;

    /// <exception cref="RequestProblemException">A collection is unknown.</exception>
    public async Task<Findings> SearchAsync(AnswerRequest request, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var searched = await FindCollectionsAsync(request.Collections, cancellationToken);
        foreach (var loading in searched.Where(c => c.Loading))
        {
            notes.Add(loading.Problem is { } problem
                ? $"The index of {loading.Name} is not loaded yet: {problem}"
                : FormattableString.Invariant($"The index of {loading.Name} is loading ({loading.Progress:P0}): some documents are not found yet."));
        }

        var text = await followUp.RewriteAsync(request, cancellationToken);
        var started = time.GetTimestamp();
        var live = searched.Select(c => c.Live).ToArray();
        var (vector, model) = await EmbedAsync(request, text, live, notes, cancellationToken);
        var embedMs = time.GetElapsedTime(started).TotalMilliseconds;

        started = time.GetTimestamp();
        var documents = await filters.ReadAsync([.. searched.Select(c => c.Id)], request.Filters, cancellationToken);

        // Of a filtered question Qdrant's nearest may all be other documents; the in-process index filters before it compares.
        var outside = vector is null || documents is not null ? null : await SearchOutsideAsync(searched, live, vector.Value, notes, cancellationToken);
        var query = new RetrievalQuery
        {
            Text = text,
            Mode = vector is null ? RetrievalMode.Lexical : Enum.Parse<RetrievalMode>(request.Mode.ToString()),
            Vector = vector,
            DenseHits = outside,
            EmbeddingModel = model?.Model,
            Documents = documents,
            Limit = reranker.Depth(request.Top),
        };
        var (candidates, rows, result) = await RankAsync(live, query, cancellationToken);
        if (result.Abstain && text != request.Query)
        {
            // The words of the question before dilute the coverage: the follow-up alone may be covered well.
            var (_, _, alone) = await RankAsync(live, query with { Text = request.Query }, cancellationToken);
            result = result with { Abstain = alone.Abstain || result.Hits.Count == 0 };
        }

        var searchMs = time.GetElapsedTime(started).TotalMilliseconds;
        var order = result.Abstain ? new RerankedHits([]) : await reranker.OrderAsync(text, result.Hits, rows, cancellationToken);
        if (order.Problem is not null)
        {
            notes.Add(order.Problem);
        }

        var sentences = new SentenceScorer(candidates);
        return new Findings
        {
            Request = request,
            Chunks = [.. order.Hits.Take(request.Top).Select((hit, i) => ToFound(hit, i + 1, rows[hit.ChunkId], searched, sentences, request.IncludeContext))],
            Retrieval = Enum.Parse<SearchMode>(result.Mode.ToString()),
            Abstain = result.Abstain,
            Coverage = result.Coverage,
            Notes = result.Abstain ? [.. notes, result.Reason] : notes,
            Sentences = sentences,
            EmbedMs = vector is null ? 0 : embedMs,
            SearchMs = searchMs,
            RerankMs = order.Milliseconds,
        };
    }

    private async Task<(Candidates Candidates, Dictionary<long, ChunkRow> Rows, RetrievalResult Result)> RankAsync(
        LiveIndex[] live, RetrievalQuery query, CancellationToken cancellationToken)
    {
        var candidates = retriever.Search([.. live.Select(l => l.Index)], query, cancellationToken);
        var rows = await chunks.ReadAsync(candidates.ChunkIds(), cancellationToken);
        var texts = rows.ToDictionary(r => r.Key, r => new ChunkText(r.Key, r.Value.Text, r.Value.Title, r.Value.Heading, r.Value.Path));
        return (candidates, rows, retriever.Rank(candidates, texts));
    }

    private async Task<List<LoadedCollection>> FindCollectionsAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = new List<LoadedCollection>(names.Count);
        foreach (var name in names)
        {
            found.Add(await registry.FindAsync(name, cancellationToken) ?? throw await UnknownAsync(name, cancellationToken));
        }

        return found;
    }

    private async Task<RequestProblemException> UnknownAsync(string name, CancellationToken cancellationToken)
    {
        var known = await collections.ListAsync(null, NamesShown, cancellationToken);
        var hint = known.Count == 0 ? "There are none yet; POST /index makes one." : "There are: " + string.Join(", ", known.Select(c => c.Name)) + (known.Count == NamesShown ? ", …" : "") + ".";
        return new RequestProblemException(StatusCodes.Status404NotFound, $"There is no collection '{name}'. {hint}") { Field = "collection", Code = "collection_not_found" };
    }

    private async Task<(ReadOnlyMemory<float>? Vector, EmbeddingIdentity? Model)> EmbedAsync(
        AnswerRequest request, string text, LiveIndex[] live, List<string> notes, CancellationToken cancellationToken)
    {
        var models = live.Select(l => l.Model).OfType<EmbeddingIdentity>().Distinct().ToList();
        if (request.Mode == SearchMode.Lexical)
        {
            return default;
        }

        if (models.Count == 0)
        {
            if (request.Mode == SearchMode.Dense)
            {
                notes.Add(availability.Problem is { } problem
                    ? $"There are no vectors ({problem.TrimEnd('.')}): searched by words only."
                    : "There are no vectors, since no embedding model is set up: searched by words only.");
            }

            return default;
        }

        if (models.Count > 1)
        {
            notes.Add("The collections have vectors of different models, which are not compared: searched by words only.");
            return default;
        }

        var (vector, away) = await embedder.EmbedAsync(text, models[0], cancellationToken);
        if (away is not null)
        {
            notes.Add(away);
        }

        return (vector, models[0]);
    }

    /// <summary>Hits of the outside store when it answers for every collection; otherwise the in-process index does it.</summary>
    private async Task<IReadOnlyList<DenseHit>?> SearchOutsideAsync(
        List<LoadedCollection> searched, LiveIndex[] live, ReadOnlyMemory<float> vector, List<string> notes, CancellationToken cancellationToken)
    {
        if (!mirror.IsConfigured)
        {
            return null;
        }

        var hits = new List<DenseHit>();
        for (var i = 0; i < live.Length; i++)
        {
            if (live[i].ModelId is not { } modelId)
            {
                continue;
            }

            if (await mirror.SearchAsync(searched[i].Id, modelId, vector, retrieval.Value.Candidates, cancellationToken) is not { } found)
            {
                notes.Add("Qdrant is away or not in step yet: the in-process index answered.");
                return null;
            }

            hits.AddRange(found);
        }

        return [.. hits.OrderByDescending(h => h.Similarity)];
    }

    private static FoundChunk ToFound(RetrievalHit hit, int number, ChunkRow row, List<LoadedCollection> searched, SentenceScorer sentences, bool includeContext) =>
        new(
            new Source
            {
                N = number,
                Collection = searched[hit.Collection].Name,
                DocumentId = row.DocumentId,
                ChunkId = row.Id,
                Path = row.Path,
                File = DocumentUri.FileOf(row.Uri),
                Title = row.Title,
                Heading = row.Heading,
                Page = row.Page,
                LineStart = row.LineStart,
                LineEnd = row.LineEnd,
                Score = Math.Round(hit.Score, 4),
                Quote = sentences.Best(row.Text),
                Text = includeContext ? row.Text : null,
                Matched = hit.Explanation.MatchedTerms,
            },
            row.Text,
            row.Tokens);
}
