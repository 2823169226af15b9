namespace LocalAi.Text.Tokens;

/// <summary>What a term is; queries weigh the kinds differently, documents index all of them.</summary>
public enum TermKind : byte
{
    /// <summary>Word field: stem of a word, or a whole identifier.</summary>
    Word,
    /// <summary>Word field: another reading of the same word (verb stem, one-syllable noun).</summary>
    Alternative,
    /// <summary>Word field: part of an identifier.</summary>
    Part,
    /// <summary>Bigram field: two neighbouring syllables of a stem.</summary>
    Bigram,
    /// <summary>Bigram field: syllables that may be an ending or part of a compound (인터넷속도 ends like a particle).</summary>
    Tail,
    /// <summary>Bigram field: last syllable of a word and first of the next, so that 벡터 데이터베이스 finds 벡터데이터베이스.</summary>
    Bridge,
}
