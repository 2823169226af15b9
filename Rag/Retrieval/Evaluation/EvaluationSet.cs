using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>
/// Passages and questions with their right answers: a folder with <c>passages.json</c> and <c>queries.json</c>, or one file with the
/// members of both. The shape is described in Rag/Retrieval/README.md.
/// </summary>
internal sealed record EvaluationSet(
    IReadOnlyList<EvaluationPassage> Passages,
    IReadOnlyList<EvaluationQuery> Queries,
    IReadOnlyDictionary<string, string> Classes,
    IReadOnlySet<string> BeyondWords)
{
    /// <summary>Classes whose words do not stand in the passages, when the set does not name them: they need meaning or have no answer.</summary>
    private static readonly string[] UsualBeyondWords = ["P", "X", "N", "paraphrase", "cross-lingual", "crosslingual", "no-answer"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Loads a folder or a file.</summary>
    /// <exception cref="FormatException">A passage is there twice, or a question names one that is not there.</exception>
    public static EvaluationSet Load(string path)
    {
        var isFile = File.Exists(path);
        var passages = Read(isFile ? path : Path.Combine(path, "passages.json")).Passages ?? throw new FormatException($"{path} has no passages.");
        var file = Read(isFile ? path : Path.Combine(path, "queries.json"));
        var queries = file.Queries ?? throw new FormatException($"{path} has no queries.");
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var passage in passages)
        {
            if (!known.Add(passage.Id)) throw new FormatException($"Passage '{passage.Id}' is there twice.");
        }
        foreach (var query in queries)
        {
            var missing = query.Relevant.Keys.FirstOrDefault(id => !known.Contains(id));
            if (missing is not null) throw new FormatException($"Question {query.Id} names passage '{missing}', which is not there.");
            if (query.IsAnswerable && query.Relevant.Count == 0) throw new FormatException($"Question {query.Id} is answerable but names no passage.");
        }
        return new EvaluationSet(
            passages,
            queries,
            file.Classes ?? new Dictionary<string, string>(),
            (file.BeyondWords ?? UsualBeyondWords).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    private static SetFile Read(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<SetFile>(stream, Json) ?? throw new FormatException($"{file} is empty.");
    }

    private sealed record SetFile(
        IReadOnlyList<EvaluationPassage>? Passages,
        IReadOnlyList<EvaluationQuery>? Queries,
        IReadOnlyDictionary<string, string>? Classes,
        [property: JsonPropertyName("beyond_words")] IReadOnlyList<string>? BeyondWords);
}
