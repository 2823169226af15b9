using LocalAi.Rag.Documents;
using LocalAi.Rag.Reading;

namespace LocalAi.Rag.Ingest;

/// <summary>Reads a file so that what was read is what was there at one moment: size and time before and after are the same.</summary>
internal sealed class FileLoader(TimeProvider time)
{
    private const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <exception cref="UnreadableFileException">No permission, an I/O error, too large by now, or it changed each time.</exception>
    public async Task<FileContent> LoadAsync(string path, long mostBytes, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryLoadAsync(path, mostBytes, cancellationToken) is { } content)
            {
                return content;
            }

            if (attempt == Attempts)
            {
                throw new UnreadableFileException(ProblemCodes.Changing, "The file changed each time it was read; the next run tries again.");
            }

            await Task.Delay(Pause * attempt, time, cancellationToken);
        }
    }

    private static async Task<FileContent?> TryLoadAsync(string path, long mostBytes, CancellationToken cancellationToken)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous | FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            var modified = File.GetLastWriteTimeUtc(handle).Ticks;
            if (length > mostBytes)
            {
                throw new UnreadableFileException(ProblemCodes.TooLarge, $"The file grew to {length >> 20} MB; at most {mostBytes >> 20} MB are read.");
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            for (var offset = 0; offset < bytes.Length;)
            {
                var read = await RandomAccess.ReadAsync(handle, bytes.AsMemory(offset), offset, cancellationToken);
                if (read == 0)
                {
                    return null;
                }

                offset += read;
            }

            return RandomAccess.GetLength(handle) == length && File.GetLastWriteTimeUtc(path).Ticks == modified ? new FileContent(bytes, modified) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(ProblemCodes.Unreadable, unreadable.Message);
        }
    }
}
