namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>Runs an evaluation set through the real index and ranking.</summary>
internal static class QualityEvaluation
{
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

    /// <summary>Answers to questions whose words stand in the passages: what search without a model must be good at.</summary>
    public static IReadOnlyList<RankedAnswer> Core(EvaluationSet set, IReadOnlyList<RankedAnswer> answers) =>
        [.. answers.Where(answer => answer.Query.IsAnswerable && !set.BeyondWords.Contains(answer.Query.Class))];

    /// <summary>Figures per class, in the order of the set.</summary>
    public static IReadOnlyList<ClassFigures> ByClass(IReadOnlyList<RankedAnswer> answers) =>
        [.. answers.GroupBy(answer => answer.Query.Class).Select(group => Figures(group.Key, [.. group]))];

    public static ClassFigures Figures(string name, IReadOnlyList<RankedAnswer> answers) => new(
        name,
        answers.Count,
        Average(answers.Where(answer => answer.Query.IsAnswerable).Select(answer => answer.Ndcg)),
        Average(answers.Where(answer => answer.Query.IsAnswerable).Select(answer => answer.Recall)),
        Average(answers.Where(answer => answer.Query.IsAnswerable).Select(answer => answer.IsHitAtOne ? 1.0 : 0)),
        Average(answers.Where(answer => !answer.Query.IsAnswerable).Select(answer => answer.Abstained ? 1.0 : 0)),
        Average(answers.Where(answer => answer.Query.IsAnswerable).Select(answer => answer.Abstained ? 1.0 : 0)));

    private static double? Average(IEnumerable<double> values) => values.Select(value => (double?)value).Average();
}
