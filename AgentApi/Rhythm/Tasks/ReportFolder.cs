using System.Globalization;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>The folder <c>reports</c> of the data folder: <c>2026-11-21.md</c> and <c>.json</c>, at most 90 of each.</summary>
internal sealed class ReportFolder(IOptions<LocalAiOptions> installation)
{
    private const int Most = 90;
    private const long LongestReport = 4 << 20;

    public string Path { get; } = System.IO.Path.Combine(DataFolder.Resolve(installation.Value), "reports");

    /// <summary>Dates of the reports, newest first.</summary>
    public IReadOnlyList<DateOnly> Dates()
    {
        if (!Directory.Exists(Path))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateFiles(Path, "*.md")
                .Select(f => DateOnly.TryParseExact(System.IO.Path.GetFileNameWithoutExtension(f), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : (DateOnly?)null)
                .OfType<DateOnly>().OrderDescending().Take(Most),
        ];
    }

    /// <summary>A report, or null when there is none of that day.</summary>
    /// <param name="date">The day.</param>
    /// <param name="extension"><c>.md</c> or <c>.json</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<string?> ReadAsync(DateOnly date, string extension, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(Name(date) + extension);
            return file.Exists && file.Length <= LongestReport ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Complete or not at all: a reader never sees half a report. Forgets our oldest ones; only names of the form 2026-11-21.md and .json are ours.</summary>
    public async Task WriteAsync(DateOnly date, string markdown, string json, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path);
        await WriteAsync(Name(date) + ".json", json, cancellationToken);
        await WriteAsync(Name(date) + ".md", markdown, cancellationToken);
        var reports = Directory.EnumerateFiles(Path)
            .Where(f => System.IO.Path.GetExtension(f) is ".md" or ".json" && DateOnly.TryParseExact(System.IO.Path.GetFileNameWithoutExtension(f), "yyyy-MM-dd", out _))
            .GroupBy(f => System.IO.Path.GetFileNameWithoutExtension(f))
            .OrderByDescending(g => g.Key, StringComparer.Ordinal);
        foreach (var file in reports.Skip(Most).SelectMany(g => g))
        {
            File.Delete(file);
        }
    }

    private string Name(DateOnly date) => System.IO.Path.Combine(Path, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(file + ".part", text, cancellationToken);
        File.Move(file + ".part", file, overwrite: true);
    }
}
