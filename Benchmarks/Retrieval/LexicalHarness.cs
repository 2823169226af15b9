using System.Diagnostics;
using System.Globalization;
using LocalAi.Rag.Retrieval;

namespace LocalAi.Benchmarks.Retrieval;

/// <summary>BM25: build speed, memory, latency, and changes while questions run.</summary>
internal sealed class LexicalHarness : IHarness
{
    public string Name => "bm25";

    public string Summary => "BM25 over 100k chunks: build rate, heap, question latency, change cost [--chunks N] [--questions N]";

    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var count = Option(args, "--chunks", 100_000);
        var questions = Option(args, "--questions", 2000);
        var source = new SyntheticChunks(20251121).Prepare();
        var chunks = Enumerable.Range(0, count).Select(id => source.Next(id)).ToArray();
        var characters = chunks.Sum(chunk => (long)chunk.Text.Length);
        var options = new RetrievalOptions();
        using var warm = new CollectionIndex(options);
        warm.Add(chunks[..Math.Min(count, 3000)]);
        var before = GC.GetTotalMemory(true);
        using var index = new CollectionIndex(options);
        var watch = Stopwatch.StartNew();
        index.Add(chunks);
        watch.Stop();
        var heap = (GC.GetTotalMemory(true) - before) / 1e6;
        var rate = count / watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"build  {count} chunks, {characters / 1e6:F0} Mchar: {watch.Elapsed.TotalSeconds:F2} s, {rate:F0} chunks/s, heap {heap:F0} MB, {index.Lexical.TermCount} terms"));
        using var retriever = new Retriever(options);
        for (var i = 0; i < 300; i++) retriever.Search([index], new RetrievalQuery { Text = source.Question() }, cancellationToken);
        var search = new Percentiles();
        for (var i = 0; i < questions; i++) Measure(search, () => retriever.Search([index], new RetrievalQuery { Text = source.Question() }, cancellationToken));
        Console.WriteLine($"search {search}");
        var replace = new Percentiles();
        for (var i = 0; i < 1000; i++)
        {
            var document = i * 7 % (count / 10);
            var entries = Enumerable.Range(0, 10).Select(n => source.Next(document * 10L + n) with { Id = document * 10L + n, DocumentId = document }).ToArray();
            Measure(replace, () => index.Replace(document, entries));
        }
        Console.WriteLine($"replace a document of 10 chunks {replace}");
        var remove = new Percentiles();
        for (var i = 0; i < 1000; i++) Measure(remove, () => index.RemoveDocument(i * 11 % (count / 10)));
        Console.WriteLine($"remove a document {remove}");
        var met = rate >= 30_000 && search.At(0.95) <= 1 && heap <= 100;
        Console.WriteLine($"goals: >= 30000 chunks/s, p95 <= 1 ms, heap <= 100 MB: {(met ? "met" : "missed")}");
        return Task.FromResult(met ? 0 : 1);
    }

    private static void Measure(Percentiles percentiles, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        percentiles.Add(Stopwatch.GetElapsedTime(start));
    }

    private static int Option(string[] args, string name, int fallback)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : fallback;
    }
}
