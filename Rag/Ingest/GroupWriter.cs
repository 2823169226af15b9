using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Jobs;

namespace LocalAi.Rag.Ingest;

/// <summary>
/// Writes the documents of a job in groups: what was read while the last group was being committed goes into one transaction. A commit waits for the disk, so a
/// thousand small files need a few dozen of them and not a thousand; a single file does not wait for others. A crash loses the group that was on its way, and the
/// job, going on, finds its files unknown and reads them again.
/// </summary>
/// <param name="collection">Where they go.</param>
/// <param name="index">Writes them.</param>
/// <param name="job">Counts them.</param>
/// <param name="time">Clock.</param>
/// <param name="lowPriority">Rests after each group as long as it took, and the readers with it: nobody waits, and the machine stays usable.</param>
internal sealed class GroupWriter(LoadedCollection collection, DocumentIndex index, JobTracker job, TimeProvider time, bool lowPriority)
{
    private const int MostDocuments = 64;
    private const int MostChunks = 1000;

    /// <summary>Bytes above which a file's reader waits until it is written: only as many of these are in memory as there are readers.</summary>
    private const int Large = 256 * 1024;

    private readonly Channel<CutDocument> _waiting = Channel.CreateBounded<CutDocument>(new BoundedChannelOptions(MostDocuments) { SingleReader = true });

    /// <summary>Runs <paramref name="read"/>, which adds documents, and writes them meanwhile; ends when all are written.</summary>
    public async Task RunAsync(Func<Task> read, CancellationToken cancellationToken)
    {
        var writing = WriteAllAsync(cancellationToken);
        try
        {
            await read();
        }
        finally
        {
            _waiting.Writer.TryComplete();
            await writing;
        }
    }

    public async Task AddAsync(DocumentDraft draft, FileEntry file, CancellationToken cancellationToken)
    {
        var written = file.Bytes > Large ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        try
        {
            await _waiting.Writer.WriteAsync(new CutDocument(draft, file, written), cancellationToken);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } reason)
        {
            ExceptionDispatchInfo.Throw(reason);
        }

        if (written is not null)
        {
            await written.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        var group = new List<CutDocument>(MostDocuments);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
            {
                group.Clear();
                for (var chunks = 0; group.Count < MostDocuments && chunks < MostChunks && _waiting.Reader.TryRead(out var document); chunks += document.Draft.Chunks.Count)
                {
                    group.Add(document);
                }

                var started = time.GetTimestamp();
                await WriteAsync(group, cancellationToken);
                if (lowPriority)
                {
                    await Task.Delay(time.GetElapsedTime(started), time, cancellationToken);
                }
            }
        }
        catch (Exception failed)
        {
            _waiting.Writer.TryComplete(failed);
            while (_waiting.Reader.TryRead(out var document))
            {
                group.Add(document);
            }

            foreach (var document in group)
            {
                document.Written?.TrySetException(failed);
            }

            throw;
        }
    }

    private async Task WriteAsync(List<CutDocument> group, CancellationToken cancellationToken)
    {
        var written = await index.WriteAsync(collection, group.ConvertAll(document => document.Draft), cancellationToken);
        for (var i = 0; i < group.Count; i++)
        {
            var (draft, file, waiting) = group[i];
            if (draft.Problem is { } problem)
            {
                job.Count(new FileProblem(file.Relative, problem.Code, problem.Reason), file);
            }
            else
            {
                job.Count(written[i], file);
            }

            waiting?.TrySetResult();
        }
    }
}
