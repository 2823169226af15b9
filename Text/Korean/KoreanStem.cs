namespace LocalAi.Text.Korean;

/// <summary>How much of a Korean word is its stem.</summary>
/// <param name="Length">Syllables of the stem.</param>
/// <param name="ClearLength">Syllables left after taking off only what is surely grammar; never shorter than <paramref name="Length"/>.</param>
public readonly record struct KoreanStem(int Length, int ClearLength);
