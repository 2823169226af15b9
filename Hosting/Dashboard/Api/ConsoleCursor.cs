namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>How far a reader has read, by resource. As text: <c>name:number,name:number</c>; it is the SSE event id.</summary>
internal sealed class ConsoleCursor
{
    private const int MaxTextLength = 16_384;
    private readonly SortedDictionary<string, long> _numbers = new(StringComparer.OrdinalIgnoreCase);

    public static ConsoleCursor Parse(string? text)
    {
        var cursor = new ConsoleCursor();
        if (text is null or { Length: > MaxTextLength })
            return cursor;

        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            // What can't be read is as if it had not been read yet: the reader gets lines twice rather than never.
            if (part.LastIndexOf(':') is > 0 and var colon && long.TryParse(part.AsSpan(colon + 1), out var number))
                cursor.Advance(part[..colon], number);
        }

        return cursor;
    }

    public long this[string resource] => _numbers.GetValueOrDefault(resource);

    public void Advance(string resource, long number) => _numbers[resource] = Math.Max(number, this[resource]);

    public override string ToString() => string.Join(',', _numbers.Select(pair => $"{pair.Key}:{pair.Value}"));
}
