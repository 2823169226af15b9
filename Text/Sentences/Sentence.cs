namespace LocalAi.Text.Sentences;

/// <summary>A sentence's place in its text, without the white space around it.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="Length">Characters.</param>
public readonly record struct Sentence(int Start, int Length)
{
    public int End => Start + Length;
}
