using LocalAi.Contracts.Rag;
using LocalAi.Rag.Indexes;
using LocalAi.Tests.Embedding;
using LocalAi.Tests.Inference;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>
/// The whole chain with a real engine: llama.cpp in the sidecar, the embedding service, RAG. The models are random, so nothing is said about
/// meaning; what is shown is that the vectors are the engine's, that both arms take part, and that changing the model is safe.
/// </summary>
public sealed class RealEngineTests(PostgresServer postgres)
{
    private const int OtherDimension = 32;

    private static readonly (string Id, string Text)[] Documents =
    [
        ("backup.txt", "Backups of the database run every night at three."),
        ("vacation.txt", "연차 휴가는 사흘 전에 신청합니다."),
        ("network.txt", "The firewall drops packets from unknown networks."),
        ("kitchen.txt", "배추는 소금물에 여섯 시간 절입니다."),
        ("travel.txt", "Train tickets are refunded until the day before departure."),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Index_RealEngine_BothArmsAnswerAndAnotherModelTakesOver()
    {
        using var models = new TemporaryFolder();
        TinyGguf.WriteEmbedding(Path.Combine(models.Path, "tiny-embed.gguf"));
        TinyGguf.WriteEmbedding(Path.Combine(models.Path, "other-embed.gguf"), seed: 2, width: OtherDimension);
        await using var inference = await InferenceServer.StartAsync(models.Path, Cancel);
        await using var first = await EmbeddingHost.StartAsync(Cancel, ("Embedding:Url", inference.Client.Address.ToString()), ("Embedding:Model", "tiny-embed"));
        await using var link = new BreakableLink(first.Client.BaseAddress!.Port);
        link.Mend();
        await using var rag = await RagHost.StartAsync(
            await postgres.CreateDatabaseAsync(Cancel), Cancel, ("services:embedding:http:0", $"http://127.0.0.1:{link.Port}"), ("Rag:Vectors:QueryTimeoutMilliseconds", "60000"));

        var job = await rag.IndexAsync(Cancel, Documents);

        job.State.ShouldBe(JobState.Done, job.Error);
        await VectorsAreMadeAsync(rag);
        (await rag.Client.GetCollectionAsync("default", Cancel)).Embedding.ShouldBe(new EmbeddingIdentity("upstream", "tiny-embed", TinyGguf.EmbeddingDimension));
        await EachTextIsNearestToItselfAsync(rag);
        await WordsAreStillFoundAsync(rag);

        await using var second = await EmbeddingHost.StartAsync(Cancel, ("Embedding:Url", inference.Client.Address.ToString()), ("Embedding:Model", "other-embed"));
        await link.CutAsync();
        link.Target = second.Client.BaseAddress!.Port;
        link.Mend();

        await Eventually.TrueAsync(
            async () =>
            {
                // Questions are answered all the while, by words until the new vectors are complete.
                (await rag.AskAsync("firewall packets", Cancel)).Sources[0].Path.ShouldBe("network.txt");
                return rag.Get<IndexRegistry>().Get("default")!.Live is { Index: { Dimension: OtherDimension, VectorCount: 5 }, Model.Model: "other-embed" };
            },
            "the collection has the other model's vectors",
            Cancel);
        await EachTextIsNearestToItselfAsync(rag);
        await WordsAreStillFoundAsync(rag);
    }

    [Fact]
    public async Task Query_RealEngineChangesItsDimensionUnderTheSameName_IsRefusedAndWordsAnswer()
    {
        using var models = new TemporaryFolder();
        using var changed = new TemporaryFolder();
        TinyGguf.WriteEmbedding(Path.Combine(models.Path, "tiny-embed.gguf"));
        TinyGguf.WriteEmbedding(Path.Combine(changed.Path, "tiny-embed.gguf"), width: OtherDimension);
        await using var inference = await InferenceServer.StartAsync(models.Path, Cancel);
        await using var other = await InferenceServer.StartAsync(changed.Path, Cancel);
        await using var link = new BreakableLink(inference.Client.Address.Port);
        link.Mend();
        await using var embedding = await EmbeddingHost.StartAsync(Cancel, ("Embedding:Url", $"http://127.0.0.1:{link.Port}"), ("Embedding:Model", "tiny-embed"), ("Embedding:Retries", "0"));
        await using var rag = await RagHost.StartAsync(
            await postgres.CreateDatabaseAsync(Cancel), Cancel, ("services:embedding:http:0", embedding.Client.BaseAddress!.ToString()), ("Rag:Vectors:QueryTimeoutMilliseconds", "60000"));
        await rag.IndexAsync(Cancel, Documents);
        await VectorsAreMadeAsync(rag);

        await link.CutAsync();
        link.Target = other.Client.Address.Port;
        link.Mend();
        var job = await rag.IndexAsync(Cancel, ("new.txt", "A new text about zebras."));
        var answer = await rag.AskAsync("firewall packets", Cancel);

        job.State.ShouldBe(JobState.Done, job.Error);
        job.Notes.ShouldContain(n => n.Contains("wait for their vectors", StringComparison.Ordinal));
        answer.Sources[0].Path.ShouldBe("network.txt");
        (answer.Retrieval, answer.Notes.Any(n => n.Contains("searched by words only", StringComparison.Ordinal))).ShouldBe((SearchMode.Lexical, true));
        var live = rag.Get<IndexRegistry>().Get("default")!.Live;
        (live.Index.Dimension, live.Index.VectorCount, live.Index.Count).ShouldBe((TinyGguf.EmbeddingDimension, Documents.Length, Documents.Length + 1));
        (await rag.AskAsync("zebras", Cancel)).Sources[0].Path.ShouldBe("new.txt");
    }

    /// <summary>The sidecar may still load its model when the job ends; the vectors follow by themselves.</summary>
    private static Task VectorsAreMadeAsync(RagHost rag) =>
        Eventually.TrueAsync(() => rag.Get<IndexRegistry>().Get("default")!.Live.Index.VectorCount == Documents.Length, "every text has its vector", Cancel);

    private static async Task EachTextIsNearestToItselfAsync(RagHost rag)
    {
        foreach (var (id, text) in Documents)
        {
            var answer = await rag.Client.QueryAsync(new QueryRequest { Query = text, Mode = SearchMode.Dense }, Cancel);
            (answer.Retrieval, answer.Sources[0].Path).ShouldBe((SearchMode.Dense, id), string.Join(" ", answer.Notes));
        }
    }

    private static async Task WordsAreStillFoundAsync(RagHost rag)
    {
        foreach (var (question, path) in new[] { ("when do backups run", "backup.txt"), ("연차 신청", "vacation.txt"), ("unknown networks", "network.txt"), ("배추 절이는 시간", "kitchen.txt"), ("ticket refunds", "travel.txt") })
        {
            var answer = await rag.AskAsync(question, Cancel);
            (answer.Retrieval, answer.Sources[0].Path).ShouldBe((SearchMode.Hybrid, path), string.Join(" ", answer.Notes));
        }
    }
}
