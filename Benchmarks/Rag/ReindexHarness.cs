using System.Diagnostics;
using System.Globalization;
using LocalAi.Benchmarks.Retrieval;

namespace LocalAi.Benchmarks.Rag;

/// <summary>Indexing of many small files: from nothing, unchanged, after one change, one new file and one deleted.</summary>
internal sealed class ReindexHarness : IHarness
{
    private const double UnchangedGoalSeconds = 2;
    private const double OneGoalSeconds = 1;

    public string Name => "reindex";

    public string Summary => "RAG: seconds to index N small files (default 10000), and again after 0 and 1 changes. Option: the number of files.";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var files = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        var folder = Directory.CreateTempSubdirectory("localai-bench-files-").FullName;
        try
        {
            await WriteFilesAsync(folder, files, cancellationToken);
            await using var postgres = await BenchPostgres.StartAsync(cancellationToken);
            await using var rag = await BenchRag.StartAsync(postgres.ConnectionString, cancellationToken);
            var full = await MeasureAsync("from nothing", rag, folder, cancellationToken);
            Console.WriteLine(FormattableString.Invariant($"  {files / full:F0} files/s; {rag.Get<LocalAi.Rag.Indexes.IndexRegistry>().Get("default")!.Live.Index.Count} chunks"));
            var unchanged = Math.Min(await MeasureAsync("unchanged", rag, folder, cancellationToken), await MeasureAsync("unchanged, again", rag, folder, cancellationToken));
            var file = Path.Combine(folder, "7", "7.md");
            await File.AppendAllTextAsync(file, "\n\nOne new paragraph about zebras.\n", cancellationToken);
            var changed = await MeasureAsync("one changed", rag, folder, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "new.md"), "# New\n\nA new file about yaks.\n", cancellationToken);
            var added = await MeasureAsync("one added", rag, folder, cancellationToken);
            File.Delete(file);
            var deleted = await MeasureAsync("one deleted", rag, folder, cancellationToken);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(FormattableString.Invariant($"peak working set of this process, service included: {process.PeakWorkingSet64 >> 20} MB"));
            return unchanged <= UnchangedGoalSeconds && Math.Max(changed, Math.Max(added, deleted)) <= OneGoalSeconds ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(string what, BenchRag rag, string folder, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var job = await rag.IndexAsync(folder, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        var p = job.Progress;
        Console.WriteLine(FormattableString.Invariant($"{what,-18} {seconds,8:F2} s  added {p.Added}, changed {p.Changed}, unchanged {p.Unchanged}, removed {p.Removed}, unreadable {p.Unreadable}"));
        return seconds;
    }

    private static async Task WriteFilesAsync(string folder, int files, CancellationToken cancellationToken)
    {
        var texts = new SyntheticChunks(1).Prepare();
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(folder, (i / 100).ToString(CultureInfo.InvariantCulture), $"{i % 100}.md");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var chunk = texts.Next(i);
            await File.WriteAllTextAsync(path, $"# {chunk.Title} {i}\n\n{chunk.Text}\n", cancellationToken);
        }
    }
}
