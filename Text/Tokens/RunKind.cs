namespace LocalAi.Text.Tokens;

/// <summary>Scripts that are cut into terms in different ways.</summary>
public enum RunKind : byte
{
    /// <summary>White space and punctuation: not a run.</summary>
    None,
    Hangul,
    /// <summary>Letters of alphabets with spaces between words, digits and the underscore.</summary>
    Latin,
    /// <summary>Han, kana: no spaces between words.</summary>
    Cjk,
}
