using System.Globalization;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>
/// The table of weights: a feature and its weight in hundredths, a line each. Made by <c>Benchmarks auto-train</c> from the labelled prompts beside it; never edited by hand.
/// </summary>
internal static class FeatureWeights
{
    private const string Resource = "Routing/Auto/weights.txt";

    private static readonly Dictionary<string, float> Table = Load();

    private static readonly Dictionary<string, float>.AlternateLookup<ReadOnlySpan<char>> Lookup = Table.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool TryFind(ReadOnlySpan<char> name, out Evidence evidence)
    {
        var isKnown = Lookup.TryGetValue(name, out var known, out var weight);
        evidence = new Evidence(known!, weight);
        return isKnown;
    }

    private static Dictionary<string, float> Load()
    {
        using var stream = typeof(FeatureWeights).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the assembly");
        using var reader = new StreamReader(stream);
        var table = new Dictionary<string, float>(16_384, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var tab = line.LastIndexOf('\t');
            table.Add(line[..tab], int.Parse(line.AsSpan(tab + 1), CultureInfo.InvariantCulture) / 100f);
        }

        return table;
    }
}
