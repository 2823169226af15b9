using System.Security.Cryptography;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Jobs;
using LocalAi.Rag.Reading;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Ingest;

/// <summary>Brings one file up to date: size and time, then SHA-256, then chunk by chunk; each step only when the one before shows a difference.</summary>
internal sealed class FileIndexer(FileLoader loader, DocumentCutter cutter, DocumentStore documents, IOptions<IngestOptions> options) : IDisposable
{
    private const long LargeFile = 8 << 20;

    // Two 50 MB files at once would not fit the service's memory.
    private readonly SemaphoreSlim _large = new(1, 1);

    public async Task IndexAsync(
        LoadedCollection collection, FileEntry file, KnownDocument? known, IReadOnlyList<string> tags, JobTracker job, GroupWriter writer, CancellationToken cancellationToken)
    {
        job.Taken(file.Relative);
        if (known is not null && IsSame(known, file, tags))
        {
            job.Count(known, file);
            return;
        }

        if (FileRules.Refusal(file, options.Value) is { } refusal)
        {
            await WriteProblemAsync(collection, file, file.ModifiedTicks, null, refusal, tags, job, writer, cancellationToken);
            return;
        }

        var isLarge = file.Bytes > LargeFile;
        if (isLarge)
        {
            await _large.WaitAsync(cancellationToken);
        }

        try
        {
            await ReadAndWriteAsync(collection, file, known, tags, job, writer, cancellationToken);
        }
        finally
        {
            if (isLarge)
            {
                _large.Release();
            }
        }
    }

    public void Dispose() => _large.Dispose();

    private bool IsSame(KnownDocument known, FileEntry file, IReadOnlyList<string> tags) =>
        known.Bytes == file.Bytes && known.ModifiedTicks == file.ModifiedTicks && known.Recipe == cutter.Recipe
        && !ProblemCodes.MayPass(known.Code) && known.Tags.SequenceEqual(tags);

    private async Task ReadAndWriteAsync(
        LoadedCollection collection, FileEntry file, KnownDocument? known, IReadOnlyList<string> tags, JobTracker job, GroupWriter writer, CancellationToken cancellationToken)
    {
        byte[]? hash = null;
        var modified = file.ModifiedTicks;
        try
        {
            var content = await loader.LoadAsync(file.Path, (long)options.Value.MaxFileMegabytes << 20, cancellationToken);
            hash = SHA256.HashData(content.Bytes);
            modified = content.ModifiedTicks;
            if (known is { State: "indexed" } && known.Recipe == cutter.Recipe && known.Tags.SequenceEqual(tags) && hash.AsSpan().SequenceEqual(known.Sha256))
            {
                await documents.TouchAsync(known.Id, content.Bytes.Length, modified, cancellationToken);
                job.Count(known, file);
                return;
            }

            var name = Path.GetFileName(file.Path);
            var (title, chunks) = await cutter.CutAsync(new SourceFile(file.Path, name, FileRules.TypeOf(name), content.Bytes), cancellationToken);
            if (chunks.Count >= cutter.MostChunks)
            {
                job.Note($"{file.Relative}: only the first {cutter.MostChunks} chunks are indexed (Rag:Chunking:MaxChunksPerDocument).");
            }

            var draft = Draft(collection, file, modified, tags, job) with { Bytes = content.Bytes.Length, Sha256 = hash, Title = title, Chunks = chunks };
            await writer.AddAsync(draft, file, cancellationToken);
        }
        catch (UnreadableFileException unreadable)
        {
            await WriteProblemAsync(collection, file, modified, hash, new DocumentProblem(unreadable.Code, unreadable.Message), tags, job, writer, cancellationToken);
        }
    }

    /// <summary>Keeps the reason, so that it can be listed, and takes the file's old text out of the index.</summary>
    private Task WriteProblemAsync(
        LoadedCollection collection, FileEntry file, long modified, byte[]? hash, DocumentProblem problem, IReadOnlyList<string> tags, JobTracker job, GroupWriter writer,
        CancellationToken cancellationToken) =>
        writer.AddAsync(Draft(collection, file, modified, tags, job) with { Sha256 = hash, Problem = problem }, file, cancellationToken);

    private DocumentDraft Draft(LoadedCollection collection, FileEntry file, long modified, IReadOnlyList<string> tags, JobTracker job) => new()
    {
        CollectionId = collection.Id,
        Uri = file.Path,
        Path = file.Relative,
        Title = Path.GetFileName(file.Path),
        Type = FileRules.TypeOf(file.Path),
        Bytes = file.Bytes,
        ModifiedTicks = modified,
        Recipe = cutter.Recipe,
        Tags = tags,
        JobId = job.Id,
    };
}
