namespace LocalAi.Text.English;

/// <summary>Cuts an identifier into its words: getUserById, HTTPServer, pg_hba.conf, utf-8.</summary>
public ref struct IdentifierParts(ReadOnlySpan<char> identifier)
{
    private readonly ReadOnlySpan<char> _identifier = identifier;
    private int _position;

    /// <summary>Offset and length inside the identifier.</summary>
    public (int Start, int Length) Current { get; private set; }

    public bool MoveNext()
    {
        var i = _position;
        while (i < _identifier.Length && !char.IsLetterOrDigit(_identifier[i])) i++;
        if (i == _identifier.Length) return false;
        var end = i + 1;
        while (end < _identifier.Length && char.IsLetterOrDigit(_identifier[end]) && !StartsPart(end)) end++;
        Current = (i, end - i);
        _position = end;
        return true;
    }

    /// <summary>A capital after a small letter or digit, or the last capital of an acronym (HTTP|Server).</summary>
    private readonly bool StartsPart(int i)
    {
        if (!char.IsUpper(_identifier[i])) return false;
        if (!char.IsUpper(_identifier[i - 1])) return true;
        return i + 1 < _identifier.Length && char.IsLower(_identifier[i + 1]) && !IsPluralEnd(i);
    }

    /// <summary>The s of URLs, IDs: the acronym's plural, not a new word.</summary>
    private readonly bool IsPluralEnd(int i) =>
        _identifier[i + 1] == 's' && (i + 2 == _identifier.Length || !char.IsLower(_identifier[i + 2]));
}
