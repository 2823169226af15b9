namespace LocalAi.Text.Tokens;

/// <summary>
/// Walks over the runs of a normalised text. Inside a Latin run <c>. - # + '</c> are kept between letters and digits, and <c># ++</c> at
/// its end (pg_hba.conf, utf-8, C#, C++), so that identifiers and error codes stay whole.
/// </summary>
public ref struct RunScanner(ReadOnlySpan<char> text)
{
    /// <summary>Longer runs are cut: nobody asks for them and a line of base64 must not become one term.</summary>
    public const int MaxRunLength = 256;

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    public Run Current { get; private set; }

    public bool MoveNext()
    {
        var i = _position;
        while (i < _text.Length && CharacterClasses.Of(_text[i]) == RunKind.None) i++;
        if (i == _text.Length)
        {
            _position = i;
            return false;
        }
        var kind = CharacterClasses.Of(_text[i]);
        var end = kind == RunKind.Latin ? LatinEnd(i) : PlainEnd(i, kind);
        Current = new Run(kind, i, end - i);
        _position = end;
        return true;
    }

    private readonly int PlainEnd(int start, RunKind kind)
    {
        var limit = Math.Min(_text.Length, start + MaxRunLength);
        var end = start + 1;
        while (end < limit && CharacterClasses.Of(_text[end]) == kind) end++;
        return end;
    }

    private readonly int LatinEnd(int start)
    {
        var limit = Math.Min(_text.Length, start + MaxRunLength);
        var end = start + 1;
        while (end < limit)
        {
            if (CharacterClasses.Of(_text[end]) == RunKind.Latin) end++;
            else if (_text[end] is '.' or '-' or '#' or '+' or '\'' && end + 1 < limit && CharacterClasses.Of(_text[end + 1]) == RunKind.Latin) end += 2;
            else break;
        }
        if (end < limit && _text[end] == '#' && end - start <= 2) end++;
        else if (end + 1 < limit && _text[end] == '+' && _text[end + 1] == '+' && end - start <= 2) end += 2;
        return end;
    }
}
