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

    /// <summary>The word only asks; it counts nothing unless all words do.</summary>
    public bool IsStop { get; } = isStop;

    /// <summary>Keys of the word itself.</summary>
    public List<QueryKey> Keys { get; } = [];

    /// <summary>Keys of words that stand for it: synonyms, loanwords, corrections.</summary>
    public List<QueryKey> Related { get; } = [];

    /// <summary>Information of the word, an idf; set when the collections are known.</summary>
    public float Information { get; set; }

    public ulong WordKey => TermHash.Word(Stem);
}
