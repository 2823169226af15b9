namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>Runs an evaluation set through the real index and ranking.</summary>
internal static class QualityEvaluation
{
    /// <summary>Classes whose words stand in the passages; the others need meaning (paraphrase, cross-lingual) or have no answer.</summary>
    public static readonly IReadOnlySet<string> BeyondWords = new HashSet<string>(StringComparer.Ordinal) { "P", "X", "N" };

    private const int Depth = 10;

    /// <param name="set">Passages and questions.</param>
    /// <param name="options">Settings under test.</param>
    /// <param name="mode">Arms that take part.</param>
    /// <param name="model">Name of the model the vectors come from.</param>
    /// <param name="embed">Vector of a text; null for the lexical mode. The second argument is true for questions.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    public static async Task<IReadOnlyList<RankedAnswer>> RunAsync(
        EvaluationSet set,
        RetrievalOptions options,
        RetrievalMode mode,
        string? model,
        Func<string, bool, CancellationToken, Task<float[]>>? embed,
        CancellationToken cancellationToken)
    {
        using var index = new CollectionIndex(options);
        using var retriever = new Retriever(options);
        for (var i = 0; i < set.Passages.Count; i++)
        {
            var p = set.Passages[i];
            var vector = embed is null ? null : await embed(p.Text, false, cancellationToken);
            index.Add([new ChunkEntry(i, i, p.Text, p.Title, p.Heading, p.Path, vector)]);
        }
        var texts = set.Passages.Select((p, i) => new ChunkText(i, p.Text, p.Title, p.Heading, p.Path)).ToDictionary(text => text.Id);
        var answers = new List<RankedAnswer>(set.Queries.Count);
        foreach (var question in set.Queries)
        {
            var query = new RetrievalQuery
            {
                Text = question.Text,
                Mode = mode,
                Vector = embed is null ? null : await embed(question.Text, true, cancellationToken),
                EmbeddingModel = model,
                Limit = Depth,
            };
            var result = retriever.Rank(retriever.Search([index], query, cancellationToken), texts);
            answers.Add(new RankedAnswer(question, [.. result.Hits.Select(hit => set.Passages[(int)hit.ChunkId].Id)], result.Abstain, result.Coverage));
        }
        return answers;
    }

    /// <summary>Figures per class, in the order of the set.</summary>
    public static IReadOnlyList<ClassFigures> ByClass(IReadOnlyList<RankedAnswer> answers) =>
        [.. answers.GroupBy(answer => answer.Query.Class).Select(group => Figures(group.Key, [.. group]))];

    public static ClassFigures Figures(string name, IReadOnlyList<RankedAnswer> answers) => new(
        name,
        answers.Count,
        answers.Average(answer => answer.Ndcg),
        answers.Average(answer => answer.Recall),
        answers.Average(answer => answer.IsHitAtOne ? 1 : 0),
        answers.Average(answer => answer.Abstained ? 1 : 0));
}
