using LocalAi.AgentApi.Watchers.Junk;

namespace LocalAi.Tests.Watchers.Junk;

/// <summary>Somebody swaps what is to be deleted for something precious, thousands of times, while it is deleted.</summary>
public sealed class JunkRaceTests
{
    private const int Rounds = 1000;

    [Theory]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("file")]
    public async Task NothingOutsideAndNothingElse_IsEverDeleted(string swap)
    {
        using var junk = new JunkFixture();
        var precious = junk.Old("outside/b/victim.part", "precious");
        var victim = junk.Root + "/data/models/a/b/victim.part";
        junk.New("outside/other", "also precious");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var swapping = new Thread(() => Swap(junk.Root, swap, stop.Token)) { IsBackground = true };
        swapping.Start();
        var deleted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // The folder may be away at this moment: then there is nothing to find.
            TryMakeVictim(victim);
            foreach (var item in JunkScan.Find(junk.Downloads, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken).SelectMany(found => found))
            {
                deleted += JunkDeletion.Delete(item) is null ? 1 : 0;
            }
        }

        await stop.CancelAsync();
        swapping.Join(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        deleted.ShouldBeGreaterThan(0, "the race must be one: some deletions go through");
        (await File.ReadAllTextAsync(precious, TestContext.Current.CancellationToken)).ShouldBe("precious");
        var left = Directory.EnumerateFiles(junk.Root, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        left.ShouldContain("also precious", "whatever name it has now, it is there");
    }

    /// <summary>Swaps a folder above the file for a link that leads out, the file for a link, or the file for another one.</summary>
    private static void Swap(string root, string swap, CancellationToken cancellationToken)
    {
        var (place, link, aside) = swap == "folder"
            ? (root + "/data/models/a", root + "/link", root + "/aside")
            : (root + "/data/models/a/b/victim.part", swap == "link" ? root + "/link" : root + "/outside/other", root + "/aside");
        while (!cancellationToken.IsCancellationRequested)
        {
            if (swap != "file" && !Path.Exists(link))
            {
                File.CreateSymbolicLink(link, swap == "folder" ? root + "/outside" : root + "/outside/b/victim.part");
            }

            // Without a check of any step: a step that comes too late is part of the game.
            Try(() => Move(place, aside));
            Try(() => Move(link, place));
            Try(() => Move(place, link));
            Try(() => Move(aside, place));
        }
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }

    /// <summary>Only where there is none: what stands there may be the precious one. Its age is set on the open file, not on what has its name by then.</summary>
    private static void TryMakeVictim(string victim) => Try(() =>
    {
        using var file = new FileStream(victim, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.WriteByte((byte)'x');
        File.SetLastWriteTimeUtc(file.SafeFileHandle, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-365));
    });

    private static void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception late) when (late is IOException or UnauthorizedAccessException)
        {
            // The other side was quicker.
        }
    }
}
