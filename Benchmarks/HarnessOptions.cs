namespace LocalAi.Benchmarks;

/// <summary>Reads <c>--name value</c> options of a harness.</summary>
internal static class HarnessOptions
{
    /// <summary>The number after <paramref name="name"/>, or <paramref name="fallback"/> when it is not given.</summary>
    public static int Number(string[] args, string name, int fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length && int.TryParse(args[at + 1], out var value) ? value : fallback;
    }
}
