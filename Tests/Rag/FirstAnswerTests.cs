using LocalAi.Contracts.Rag;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>The way of a new user: a folder, a question, an answer with citations, without any model.</summary>
public sealed class FirstAnswerTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Query_AfterIndexingAFolder_AnswersWithCitationsFromTheFiles()
    {
        using var folder = new TemporaryFolder();
        folder.File("guide/backup.md", "# Backups\n\nThe command `ai backup` writes everything into one file.\n\n## Restore\n\nUse `ai restore FILE` after stopping the host.\n");
        folder.File("guide/회의.md", "# 회의록\n\n배포는 매주 화요일 오후 세 시에 합니다. 담당자는 민아입니다.\n");
        folder.File("src/retry.cs", "namespace Demo;\n\ninternal sealed class RetryPolicy\n{\n    public int MaxRetryAttempts { get; set; } = 2;\n}\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(folder.Path, Cancel);
        var english = await rag.AskAsync("How do I restore from a backup?", Cancel);
        var korean = await rag.AskAsync("배포는 언제 하나요?", Cancel);
        var code = await rag.AskAsync("MaxRetryAttempts", Cancel);

        job.State.ShouldBe(JobState.Done, job.Error);
        (job.Progress.Added, job.Progress.Unreadable, job.Progress.Phase).ShouldBe((3, 0, "finished"));
        english.Mode.ShouldBe(AnswerMode.Extractive);
        english.Retrieval.ShouldBe(SearchMode.Lexical);
        english.Answer.ShouldContain("ai restore FILE");
        english.Citations.ShouldNotBeEmpty();
        var cited = english.Sources.Single(s => s.N == english.Citations[0]);
        cited.Path.ShouldBe("guide/backup.md");
        cited.File.ShouldBe(Path.Combine(folder.Path, "guide/backup.md"));
        cited.LineStart.ShouldBeInRange(1, 7);
        korean.Answer.ShouldContain("매주 화요일 오후 세 시");
        code.Sources[0].Path.ShouldBe("src/retry.cs");
    }
}
