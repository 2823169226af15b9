using System.Text.Json;

namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>Passages and questions with their right answers: a folder with <c>passages.json</c> and <c>queries.json</c>.</summary>
internal sealed record EvaluationSet(
    IReadOnlyList<EvaluationPassage> Passages, IReadOnlyList<EvaluationQuery> Queries, IReadOnlyDictionary<string, string> Classes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="FormatException">A question names a passage that is not there.</exception>
    public static EvaluationSet Load(string folder)
    {
        var passages = Read<PassageFile>(Path.Combine(folder, "passages.json")).Passages;
        var queries = Read<QueryFile>(Path.Combine(folder, "queries.json"));
        var known = passages.Select(passage => passage.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var query in queries.Queries)
        {
            var missing = query.Relevant.FirstOrDefault(id => !known.Contains(id));
            if (missing is not null) throw new FormatException($"Question {query.Id} names passage '{missing}', which is not in passages.json.");
        }
        return new EvaluationSet(passages, queries.Queries, queries.Classes ?? new Dictionary<string, string>());
    }

    private static T Read<T>(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new FormatException($"{file} is empty.");
    }

    private sealed record PassageFile(IReadOnlyList<EvaluationPassage> Passages);

    private sealed record QueryFile(IReadOnlyList<EvaluationQuery> Queries, IReadOnlyDictionary<string, string>? Classes);
}
