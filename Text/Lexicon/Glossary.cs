using LocalAi.Text.English;
using LocalAi.Text.Normalization;

namespace LocalAi.Text.Lexicon;

/// <summary>
/// Words that mean each other. It widens questions only, with a low weight, and is the way over the gap between Korean and English
/// when there is no embedding model. Users add their own groups.
/// </summary>
public sealed class Glossary
{
    public const int MaxGroups = 10_000;
    public const int MaxWordLength = 64;

    private readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _synonyms;

    private Glossary(Dictionary<string, string[]> synonyms) =>
        _synonyms = synonyms.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The groups that ship with LocalAi.</summary>
    public static Glossary BuiltIn { get; } = Parse(ReadResource());

    public static Glossary Empty { get; } = Parse([]);

    public int Count => _synonyms.Dictionary.Count;

    /// <summary>Reads groups: one a line, words separated by commas, # starts a comment.</summary>
    /// <exception cref="FormatException">A line has fewer than two words, a word is too long, or there are too many groups.</exception>
    public static Glossary Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var groups = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var count = 0;
        foreach (var line in lines)
        {
            if (line.AsSpan().Trim() is "" or ['#', ..]) continue;
            if (++count > MaxGroups) throw new FormatException($"A glossary has at most {MaxGroups} groups.");
            AddGroup(line, groups);
        }
        return new Glossary(groups.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>Words that mean the same as a lower-case word or Korean stem; empty when none are known.</summary>
    public ReadOnlySpan<string> Synonyms(ReadOnlySpan<char> word) => _synonyms.TryGetValue(word, out var synonyms) ? synonyms : [];

    private static void AddGroup(string line, Dictionary<string, List<string>> groups)
    {
        var words = line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(word => TextNormalizer.Normalize(word).Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray();
        if (words.Length < 2) throw new FormatException($"Glossary line '{line}': write at least two words, separated by commas.");
        foreach (var word in words)
        {
            if (word.Length > MaxWordLength) throw new FormatException($"Glossary line '{line}': a word has at most {MaxWordLength} characters.");
            Add(word, words, groups);
            if (Stem(word) is { } stem) Add(stem, words.Where(other => other != word), groups);
        }
    }

    private static void Add(string key, IEnumerable<string> words, Dictionary<string, List<string>> groups)
    {
        if (!groups.TryGetValue(key, out var synonyms)) groups[key] = synonyms = [];
        synonyms.AddRange(words.Where(other => other != key && !synonyms.Contains(other)));
    }

    /// <summary>The stem an English word is asked for by when it is inflected (deployments); null when there is none of its own.</summary>
    private static string? Stem(string word)
    {
        if (word.AsSpan().ContainsAnyExceptInRange('a', 'z')) return null;
        Span<char> letters = stackalloc char[word.Length];
        word.CopyTo(letters);
        var stem = letters[..EnglishStemmer.Stem(letters, word.Length)];
        return stem.SequenceEqual(word) ? null : stem.ToString();
    }

    private static string[] ReadResource()
    {
        using var stream = typeof(Glossary).Assembly.GetManifestResourceStream("glossary.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
