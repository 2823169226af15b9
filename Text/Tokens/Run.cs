namespace LocalAi.Text.Tokens;

/// <summary>A stretch of one script.</summary>
/// <param name="Kind">Its script.</param>
/// <param name="Start">Offset of the first character.</param>
/// <param name="Length">Characters.</param>
public readonly record struct Run(RunKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}
