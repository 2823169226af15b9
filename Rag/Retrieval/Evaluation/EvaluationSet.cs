using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>
/// Passages and questions with their right answers: a folder with <c>passages.json</c> and <c>queries.json</c>, or one file with the
/// members of both. The passages may be those of another set, or the files of a folder. The shape is described in Rag/Retrieval/README.md.
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
        var passages = ReadPassages(isFile ? path : Path.Combine(path, "passages.json"));
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

    private static IReadOnlyList<EvaluationPassage> ReadPassages(string file)
    {
        var set = Read(file);
        if (set.Passages is not null) return set.Passages;
        if (set.PassagesFrom is null) throw new FormatException($"{file} has no passages.");
        var from = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, set.PassagesFrom));
        if (File.Exists(from)) return ReadPassages(from);
        // A README says what the folder holds, and may well list the questions.
        var documents = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(document => Path.GetRelativePath(from, document) != "README.md");
        return [.. documents.Order(StringComparer.Ordinal).Select(FromFile)];

        EvaluationPassage FromFile(string document)
        {
            var text = File.ReadAllText(document);
            var relative = Path.GetRelativePath(from, document).Replace('\\', '/');
            var title = text.StartsWith("# ", StringComparison.Ordinal) ? text.AsSpan(2, text.AsSpan().IndexOfAny('\r', '\n') - 2).Trim().ToString() : Path.GetFileName(document);
            return new EvaluationPassage(relative, text, title, Path: relative);
        }
    }

    private static SetFile Read(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<SetFile>(stream, Json) ?? throw new FormatException($"{file} is empty.");
    }

    private sealed record SetFile(
        IReadOnlyList<EvaluationPassage>? Passages,
        [property: JsonPropertyName("passages_from")] string? PassagesFrom,
        IReadOnlyList<EvaluationQuery>? Queries,
        IReadOnlyDictionary<string, string>? Classes,
        [property: JsonPropertyName("beyond_words")] IReadOnlyList<string>? BeyondWords);
}
