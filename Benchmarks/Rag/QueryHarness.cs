using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LocalAi.Benchmarks.Retrieval;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Indexes;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.Benchmarks.Rag;

/// <summary>The service over 100 000 chunks: loading them and their vectors at start while questions are answered, then extractive answers over HTTP.</summary>
internal sealed class QueryHarness : IHarness
{
    private const int Dimension = 384;
    private const int Questions = 300;
    private const double LoadGoalSeconds = 3;
    private const double AnswerGoalMilliseconds = 30;
    private const double SourcesGoalMilliseconds = 50;

    public string Name => "rag-query";

    public string Summary => "RAG: load of N chunks with vectors at start (default 100000), extractive /query p95, time to the sources event. Option: the number of chunks.";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        await using var postgres = await BenchPostgres.StartAsync(cancellationToken);
        await using (var first = await BenchRag.StartAsync(postgres.ConnectionString, cancellationToken))
        {
            await first.Client.CreateCollectionAsync(new CollectionRequest("default"), cancellationToken);
        }

        await FillAsync(postgres.ConnectionString, count, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("localai-bench-indexes-");
        try
        {
            await using (var first = await BenchRag.StartAsync(postgres.ConnectionString, cancellationToken, folder.FullName))
            {
                await LoadAsync("start without stored index", first, cancellationToken);
                var storing = Stopwatch.StartNew();
                while (folder.GetFiles("*.index").Length == 0)
                {
                    await Task.Delay(50, cancellationToken);
                }

                Console.WriteLine(FormattableString.Invariant($"index stored             {folder.GetFiles("*.index")[0].Length >> 20} MB, {storing.Elapsed.TotalSeconds:F1} s after the load (1 s of quiet included)"));
            }

            await using var rag = await BenchRag.StartAsync(postgres.ConnectionString, cancellationToken, folder.FullName);
            var load = await LoadAsync("start with stored index", rag, cancellationToken);
            return await AskAsync(rag, load, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> LoadAsync(string what, BenchRag rag, CancellationToken cancellationToken)
    {
        var (served, found) = (0, 0);
        double? texts = null;
        while (rag.Get<IndexRegistry>().Get("default") is null or { Loading: true })
        {
            var answer = await rag.Client.QueryAsync(new QueryRequest { Query = "gala rola", Answer = AnswerKind.None }, cancellationToken);
            served++;
            found += answer.Sources.Count > 0 ? 1 : 0;
            texts ??= rag.Get<IndexRegistry>().Get("default")?.Live.Index.VectorCount > 0 ? Seconds() : null;
            await Task.Delay(20, cancellationToken);
        }

        var load = Seconds();
        var index = rag.Get<IndexRegistry>().Get("default")!.Live.Index;
        Console.WriteLine(FormattableString.Invariant(
            $"{what,-24} {load:F2} s for {index.Count} chunks, {index.VectorCount} vectors (service up {rag.StartSeconds:F2} s, texts {(texts ?? load) - rag.StartSeconds:F2} s, vectors {load - (texts ?? load):F2} s); {served} questions answered meanwhile, {found} of them with sources"));
        return load;

        double Seconds() => rag.StartSeconds + rag.SinceStart.Elapsed.TotalSeconds;
    }

    private static async Task<int> AskAsync(BenchRag rag, double load, CancellationToken cancellationToken)
    {
        var texts = new SyntheticChunks(1).Prepare();
        var questions = Enumerable.Range(0, Questions + 30).Select(_ => texts.Question()).ToList();
        var answers = new Percentiles();
        var sources = new Percentiles();
        for (var i = 0; i < questions.Count; i++)
        {
            var request = new QueryRequest { Query = questions[i], Answer = AnswerKind.Extractive };
            var start = Stopwatch.GetTimestamp();
            await rag.Client.QueryAsync(request, cancellationToken);
            var answer = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            await using var events = rag.Client.StreamQueryAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await events.MoveNextAsync();
            var first = Stopwatch.GetElapsedTime(start);
            if (i >= questions.Count - Questions)
            {
                answers.Add(answer);
                sources.Add(first);
            }
        }

        Console.WriteLine($"extractive /query        {answers}");
        Console.WriteLine($"sources event            {sources}");
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"working set of this process, service included: {process.WorkingSet64 >> 20} MB"));
        return load <= LoadGoalSeconds && answers.At(0.95) <= AnswerGoalMilliseconds && sources.At(0.95) <= SourcesGoalMilliseconds ? 0 : 1;
    }

    /// <summary>Writes the rows as the service would have: documents of ten chunks, a vector per text.</summary>
    private static async Task FillAsync(string connectionString, int count, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var texts = new SyntheticChunks(1).Prepare();
        var random = new Random(1);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(
            """
            INSERT INTO rag.embedding_models (engine, model, dim) VALUES ('upstream', 'bench', 384);
            UPDATE rag.collections SET model_id = (SELECT max(id) FROM rag.embedding_models);
            """);
        var chunks = Enumerable.Range(0, count).Select(i => texts.Next(i)).ToList();
        await CopyAsync(
            "COPY rag.documents (collection_id, uri, uri_key, path, title, type, state, bytes, modified_ticks, recipe, chunk_count) FROM STDIN (FORMAT binary)",
            chunks.DistinctBy(c => c.DocumentId),
            async (copy, chunk) =>
            {
                await copy.WriteAsync(1L, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync("/bench/" + chunk.Path, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid, cancellationToken);
                await copy.WriteAsync(chunk.Path, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(chunk.Title, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync("md", NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync("indexed", NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(1000L, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync(1L, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync("bench", NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(10, NpgsqlDbType.Integer, cancellationToken);
            });
        await CopyAsync(
            "COPY rag.chunks (id, collection_id, document_id, position, text, heading, tokens, line_start, line_end, hash) FROM STDIN (FORMAT binary)",
            chunks,
            async (copy, chunk) =>
            {
                await copy.WriteAsync(chunk.Id + 1, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync(1L, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync(chunk.DocumentId + 1, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync((int)(chunk.Id % 10), NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(chunk.Text, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(chunk.Heading, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(200, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(1, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(2, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(Hash(chunk.Id), NpgsqlDbType.Bytea, cancellationToken);
            });
        await CopyAsync(
            "COPY rag.embeddings (model_id, hash, vector) FROM STDIN (FORMAT binary)",
            chunks,
            async (copy, chunk) =>
            {
                var vector = new float[Dimension];
                for (var i = 0; i < Dimension; i++)
                {
                    vector[i] = (float)(random.NextDouble() - 0.5) / 10;
                }

                await copy.WriteAsync(1, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(Hash(chunk.Id), NpgsqlDbType.Bytea, cancellationToken);
                await copy.WriteAsync(MemoryMarshal.AsBytes(vector.AsSpan()).ToArray(), NpgsqlDbType.Bytea, cancellationToken);
            });
        await ExecuteAsync("VACUUM ANALYZE");
        Console.WriteLine(FormattableString.Invariant($"prepared {count} chunks in {watch.Elapsed.TotalSeconds:F0} s"));

        async Task ExecuteAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        async Task CopyAsync<T>(string sql, IEnumerable<T> rows, Func<NpgsqlBinaryImporter, T, Task> write)
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var copy = await connection.BeginBinaryImportAsync(sql, cancellationToken);
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                await write(copy, row);
            }

            await copy.CompleteAsync(cancellationToken);
        }
    }

    private static byte[] Hash(long id) => SHA256.HashData(BitConverter.GetBytes(id));
}
