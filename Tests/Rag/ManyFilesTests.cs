using System.Globalization;
using System.Runtime.CompilerServices;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Ingest;
using LocalAi.Rag.Jobs;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>
/// What keeps the memory bounded with 200 000 tiny files: the walk holds the folders still to enter, never the files it has given, and the job
/// keeps counts and a bounded list of problems. <c>Benchmarks -- reindex 200000</c> runs the whole.
/// </summary>
public sealed class ManyFilesTests
{
    private const int Files = 3000;
    private const int FilesInAFolder = 1000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Walk_FilesAlreadyGiven_AreNotHeld()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < Files; i++) folder.File($"{i / FilesInAFolder}/{i}.md", "x");
        using var files = new FolderWalk(folder.Path, 16, "", Unexpected).Files(Cancel).GetEnumerator();

        var given = TakeAll(files, Files - 1);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        given.Count.ShouldBe(Files - 1);
        // What the enumerators hold at the moment is a handful, whatever the number of files.
        given.Count(path => path.IsAlive).ShouldBeLessThan(20);
        files.MoveNext().ShouldBeTrue();
        files.MoveNext().ShouldBeFalse();
    }

    [Fact]
    public void Walk_FirstFile_IsThereBeforeOtherFoldersAreRead()
    {
        using var folder = new TemporaryFolder();
        folder.File("first.md", "x");
        folder.File("later/second.md", "x");
        using var files = new FolderWalk(folder.Path, 16, "", Unexpected).Files(Cancel).GetEnumerator();

        files.MoveNext().ShouldBeTrue();
        folder.File("later/third.md", "x");

        files.Current.Relative.ShouldBe("first.md");
        var rest = new List<string>();
        while (files.MoveNext()) rest.Add(files.Current.Relative);
        rest.ShouldBe(["later/second.md", "later/third.md"], ignoreOrder: true);
    }

    [Fact]
    public void Tracker_TwoHundredThousandProblems_KeepsTheCountAndTheFirstFew()
    {
        const int many = 200_000;
        var tracker = new JobTracker(new JobStatus { Id = Guid.NewGuid(), Collection = "default", Progress = new JobProgress { Phase = "queued" } });

        for (var i = 0; i < many; i++)
        {
            var file = new FileEntry("/" + i, i.ToString(CultureInfo.InvariantCulture), 1, 0, false);
            tracker.Found(file);
            tracker.Count(new FileProblem(file.Relative, "empty", "There is no text in it."), file);
            tracker.Note($"note {i}");
        }

        var status = tracker.Snapshot();
        (status.Progress.FilesTotal, status.Progress.FilesDone, status.Progress.Unreadable).ShouldBe((many, many, many));
        (status.Problems.Count, status.Notes.Count).ShouldBe((200, 50));
    }

    /// <summary>Not inlined: a local of the test would keep the last path alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> TakeAll(IEnumerator<FileEntry> files, int count)
    {
        var given = new List<WeakReference>(count);
        while (given.Count < count && files.MoveNext()) given.Add(new WeakReference(files.Current.Path));
        return given;
    }

    private static void Unexpected(FileProblem problem) => Assert.Fail($"{problem.Path}: {problem.Reason}");
}
