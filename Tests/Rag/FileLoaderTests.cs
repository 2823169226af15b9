using LocalAi.Rag.Ingest;
using LocalAi.Rag.Reading;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>A file is taken as it was at one moment, or not at all.</summary>
public sealed class FileLoaderTests
{
    private const int Size = 30 << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_FileChangesWhileItIsRead_IsRefusedAndReadWhenItRests()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.log", "");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(Size);
        }

        var loader = new FileLoader(TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writing = new Thread(() => Write(path, stop.Token));
        writing.Start();

        var refused = await Should.ThrowAsync<UnreadableFileException>(() => loader.LoadAsync(path, Size, Cancel));
        await stop.CancelAsync();
        writing.Join();
        var content = await loader.LoadAsync(path, Size, Cancel);

        refused.Code.ShouldBe("changing");
        content.Bytes.Length.ShouldBe(Size);
        content.ModifiedTicks.ShouldBe(File.GetLastWriteTimeUtc(path).Ticks);
    }

    [Fact]
    public async Task Load_FileGrewPastTheLimit_IsTooLarge()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.log", new string('x', 100));

        (await Should.ThrowAsync<UnreadableFileException>(() => new FileLoader(TimeProvider.System).LoadAsync(path, 99, Cancel))).Code.ShouldBe("too_large");
    }

    private static void Write(string path, CancellationToken stop)
    {
        for (var second = 0; !stop.IsCancellationRequested; second++)
        {
            File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(second));
        }
    }
}
