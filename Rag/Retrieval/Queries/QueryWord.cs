using LocalAi.Text.Korean;
using LocalAi.Text.Lexicon;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>One word of the question with everything it may be found by.</summary>
internal sealed class QueryWord(string surface, string stem, bool isHangul, bool isStop)
{
    /// <summary>As the user wrote it.</summary>
    public string Surface { get; } = surface;

    /// <summary>Lower-case stem; for an identifier the whole of it.</summary>
    public string Stem { get; } = stem;

    public bool IsHangul { get; } = isHangul;

    /// <summary>A Latin word of some length: it has one field only, a Hangul word counts in two.</summary>
    public bool IsLatin { get; } = surface.Length >= 3 && surface.Any(char.IsAsciiLetter);

    /// <summary>A conjugated Korean verb or adjective.</summary>
    public bool IsPredicate { get; set; } = isHangul && KoreanPredicates.Contains(surface);

    /// <summary>What the question is about: in Korean the noun with the topic particle (수수료는), in English the one that is counted (how many nodes).</summary>
    public bool IsTopic => IsCounted || (IsHangul && !IsPredicate && Surface[^1] is '은' or '는' && Stem.Length == Surface.Length - 1);

    /// <summary>"How many" stands before it.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Names one thing and no other.</summary>
    public bool IsName { get; init; }

    /// <summary>The quantity it asks for.</summary>
    public Measure Measure { get; set; }

    /// <summary>Frequent in every text.</summary>
    public bool IsCommon { get; set; } = CommonWords.Contains(surface.ToLowerInvariant());

    /// <summary>The question ends with it: no adnominal form (담그는) can stand there, so 는 is a particle.</summary>
    public bool IsLast { get; set; }

    /// <summary>A word that asks follows: 면허는 어떻게 is about a licence, 담그는 방법 is a verb.</summary>
    public bool IsBeforeQuestion { get; set; }

    /// <summary>The word only asks; it counts nothing unless all words do.</summary>
    public bool IsStop { get; } = isStop;

    /// <summary>One syllable and a particle that the two-syllable rule left on it (짐에, 값을).</summary>
    public bool IsShortNoun => IsHangul && Stem.Length == 2 && Keys.Any(key => key.Kind == TermKind.Alternative && key.Key == TermHash.Word(Stem.AsSpan(0, 1)));

    /// <summary>The word written as one with its neighbour; null without one of the same script.</summary>
    public string? Joined { get; set; }

    /// <summary>Keys of the word itself.</summary>
    public List<QueryKey> Keys { get; } = [];

    /// <summary>Keys of words that stand for it: synonyms, loanwords, corrections.</summary>
    public List<QueryKey> Related { get; } = [];

    /// <summary>Information of the word, an idf; set when the collections are known.</summary>
    public float Information { get; set; }

    public ulong WordKey => TermHash.Word(Stem);
}
