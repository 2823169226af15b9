using System.Globalization;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Snapshots;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Indexes.Snapshots;

/// <summary>
/// Images of indexes as files, one a collection, readable by their owner only. A file is written beside the old one and takes its place when it is complete; one
/// that is torn, damaged or of another build is as good as none.
/// </summary>
internal sealed partial class SnapshotStore(
    IOptions<SnapshotOptions> options, IOptions<LocalAiOptions> localAi, IOptions<RetrievalOptions> retrieval, TimeProvider time, ILogger<SnapshotStore> logger)
{
    private const string Ending = ".index";
    private const string Unfinished = ".tmp";

    /// <summary>Nobody writes this long; what is older was left behind by a process that was killed.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(10);

    /// <summary>A file nobody looked after this long is of a collection that is gone.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(30);

    private readonly byte[] _fingerprint = IndexImage.Fingerprint(retrieval.Value);

    public bool IsEnabled => options.Value.Enabled;

    private string Folder => options.Value.Folder is { Length: > 0 } chosen ? chosen : Path.Combine(DataFolder.Resolve(localAi.Value), "rag", "indexes");

    /// <summary>The index of a collection as it was last written; null when there is none that can be used.</summary>
    public CollectionIndex? Read(LoadedCollection collection, CancellationToken cancellationToken)
    {
        var path = FileOf(collection.Id, collection.CreatedAt);
        if (!IsEnabled || !File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var index = IndexImage.Read(stream, _fingerprint, retrieval.Value, cancellationToken);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return index;
        }
        catch (Exception useless) when (useless is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogUseless(logger, collection.Name, useless.Message);
            return null;
        }
    }

    /// <returns>False when the index changed meanwhile or the file cannot be written.</returns>
    public bool TryWrite(LoadedCollection collection, CollectionIndex index, CancellationToken cancellationToken)
    {
        var path = FileOf(collection.Id, collection.CreatedAt);
        var unfinished = $"{path}.{Guid.NewGuid():N}{Unfinished}";
        try
        {
            if (Write(index, unfinished, cancellationToken) is not { } version)
            {
                return false;
            }

            File.Move(unfinished, path, overwrite: true);
            index.ImageVersion = version;
            return true;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(logger, collection.Name, unwritable.Message);
            return false;
        }
        finally
        {
            Delete(unfinished);
        }
    }

    public void Delete(long collectionId, DateTime createdAt) => Delete(FileOf(collectionId, createdAt));

    /// <summary>Removes what killed processes left and what belongs to no collection any more.</summary>
    public void Clean()
    {
        var now = time.GetUtcNow().UtcDateTime;
        try
        {
            if (!Directory.Exists(Folder))
            {
                return;
            }

            foreach (var file in new DirectoryInfo(Folder).EnumerateFiles())
            {
                var age = now - file.LastWriteTimeUtc;
                if ((file.Extension == Unfinished && age > LongestWrite) || (file.Extension == Ending && age > Forgotten))
                {
                    Delete(file.FullName);
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(logger, "(all)", unreadable.Message);
        }
    }

    private long? Write(CollectionIndex index, string path, CancellationToken cancellationToken)
    {
        var settings = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, settings);
        var version = IndexImage.TryWrite(index, _fingerprint, stream, cancellationToken);
        if (version is not null)
        {
            // A name must never lead to a file whose bytes are still on their way.
            stream.Flush(flushToDisk: true);
        }

        return version;
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(logger, Path.GetFileName(path), stays.Message);
        }
    }

    /// <summary>By number and birth: a collection of another database, or made again under its name, has another file.</summary>
    private string FileOf(long collectionId, DateTime createdAt) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{collectionId}-{createdAt.Ticks:x}{Ending}"));

    [LoggerMessage(EventId = 403, Level = LogLevel.Warning, Message = "The stored index of collection {Collection} is not used, its texts are analysed anew: {Problem}")]
    private static partial void LogUseless(ILogger logger, string collection, string problem);

    [LoggerMessage(EventId = 404, Level = LogLevel.Warning, Message = "The index of collection {Collection} is not stored, the next start takes longer: {Problem}")]
    private static partial void LogUnwritable(ILogger logger, string collection, string problem);
}
