namespace LocalAi.AgentApi.Rhythm.Detection;

/// <summary>Rank-based trend tests: no assumption about the noise, and single outliers do not matter.</summary>
internal static class Trend
{
    /// <summary>Seasonal Kendall z score and Theil-Sen slope (median of pairwise slopes): only bins with the same key whose numbers are equal modulo <paramref name="season"/> are compared. Only pairs that end after bin <paramref name="laterThan"/> count. A season of 1 compares all bins of a key (Mann-Kendall). Slope per bin.</summary>
    public static (double Score, double PerBin) Seasonal(List<LeakBin> bins, int season, long laterThan = long.MinValue)
    {
        var slopes = new List<double>();
        var (s, variance) = (0.0, 0.0);
        foreach (var group in bins.GroupBy(b => (b.Number % season, b.Key)))
        {
            var (groupS, groupVariance) = Add([.. group], slopes, laterThan);
            s += groupS;
            variance += groupVariance;
        }

        return (Score(s, variance), Median(slopes));
    }

    private static (double S, double Variance) Add(List<LeakBin> bins, List<double> slopes, long laterThan = long.MinValue)
    {
        var s = 0.0;
        for (var i = 0; i < bins.Count; i++)
        {
            for (var j = i + 1; j < bins.Count; j++)
            {
                if (bins[j].Number <= laterThan)
                {
                    continue;
                }

                s += Math.Sign(bins[j].Minimum - bins[i].Minimum);
                slopes.Add((bins[j].Minimum - bins[i].Minimum) / (bins[j].Number - bins[i].Number));
            }
        }

        double n = bins.Count;
        return (s, n * (n - 1) * ((2 * n) + 5) / 18);
    }

    /// <summary>Normal approximation with continuity correction.</summary>
    private static double Score(double s, double variance) => variance > 0 ? (s - Math.Sign(s)) / Math.Sqrt(variance) : 0;

    private static double Median(List<double> values)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
