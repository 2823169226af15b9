namespace LocalAi.Text.Normalization;

/// <summary>A text in NFC after compatibility folding (NFKC), with the way back to the original for citations. Case is kept.</summary>
public readonly struct NormalizedText
{
    private readonly int[]? _original;

    internal NormalizedText(string value, int[]? original)
    {
        Value = value;
        _original = original;
    }

    /// <summary>The normalised text. Lone surrogates are U+FFFD.</summary>
    public string Value { get; }

    /// <summary>Offset in the original (UTF-16 units) of an offset in <see cref="Value"/>; the end maps to the end.</summary>
    public int ToOriginal(int offset) => _original is null ? offset : _original[offset];
}
