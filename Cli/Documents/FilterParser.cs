using System.Globalization;
using LocalAi.Cli.Errors;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary><c>--filter KEY=VALUE</c> to the service's filters.</summary>
internal static class FilterParser
{
    /// <exception cref="CliException">A key is unknown, or a value cannot be read.</exception>
    public static QueryFilters? Parse(IReadOnlyList<string> filters)
    {
        if (filters.Count == 0)
        {
            return null;
        }

        var types = new List<string>();
        var tags = new List<string>();
        var parsed = new QueryFilters();
        foreach (var filter in filters)
        {
            var split = filter.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = split > 0 ? (filter[..split].Trim(), filter[(split + 1)..].Trim()) : (filter, "");
            if (value.Length == 0)
            {
                throw CliException.Usage($"--filter {filter} is not KEY=VALUE.", Allowed);
            }

            switch (key)
            {
                case "path":
                    parsed = parsed with { Path = value };
                    break;
                case "type":
                    types.AddRange(value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => t.TrimStart('.')));
                    break;
                case "tag":
                    tags.AddRange(value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                    break;
                case "after":
                    parsed = parsed with { ModifiedAfter = Time(key, value) };
                    break;
                case "before":
                    parsed = parsed with { ModifiedBefore = Time(key, value) };
                    break;
                default:
                    throw CliException.Usage($"--filter knows no '{key}'.", Allowed);
            }
        }

        return parsed with { Type = types.Count > 0 ? types : null, Tags = tags.Count > 0 ? tags : null };
    }

    private const string Allowed = "Filters are path=GLOB, type=md,pdf, tag=NAME, after=2026-01-31, before=2026-01-31.";

    private static DateTimeOffset Time(string key, string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : throw CliException.Usage($"--filter {key}={value} is not a date.", "Write it like 2026-01-31 or 2026-01-31T18:00.");
}
