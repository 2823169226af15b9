namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>Estimates of memory, close enough to bound it: two bytes a character and the objects' headers. Shared strings count each time.</summary>
internal static class EntrySize
{
    /// <summary>An entry's own fields, its ids and its place in the store.</summary>
    public const int Fixed = 400;

    public static int Of(string text) => 24 + 2 * text.Length;

    public static int Of(KeyValuePair<string, string>[] attributes)
    {
        var size = 24;
        foreach (var (key, value) in attributes)
            size += 16 + Of(key) + Of(value);
        return size;
    }
}
