using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Ingest;

namespace LocalAi.Rag.Jobs;

/// <summary>How far a running job is. Thread-safe; readers get snapshots.</summary>
internal sealed class JobTracker
{
    private const int ProblemsKept = 200;
    private const int NotesKept = 50;

    private readonly Lock _lock = new();
    private readonly List<FileProblem> _problems = [];
    private readonly List<string> _notes = [];
    private JobStatus _status;

    /// <param name="job">The job as it was claimed. One that was running before keeps what it removed and embedded; its files are counted anew.</param>
    public JobTracker(JobStatus job) => _status = job with
    {
        State = JobState.Running,
        Progress = new JobProgress { Phase = "starting", Removed = job.Progress.Removed, Embedded = job.Progress.Embedded, Chunks = job.Progress.Chunks },
        Error = null,
    };

    public Guid Id => _status.Id;

    public JobStatus Snapshot()
    {
        lock (_lock)
        {
            return _status with { Problems = [.. _problems], Notes = [.. _notes] };
        }
    }

    public void Begin(string phase) => Update(p => p with { Phase = phase });

    public void Found(in FileEntry file)
    {
        var bytes = file.Bytes;
        Update(p => p with { FilesTotal = p.FilesTotal + 1, BytesTotal = p.BytesTotal + bytes });
    }

    public void FoundAll(int files, long bytes) => Update(p => p with { FilesTotal = files, BytesTotal = bytes });

    /// <summary>Chunks that a rebuild has put into the new index so far, or a verification has compared.</summary>
    public void Loaded(int chunks) => Update(p => p with { FilesDone = chunks });

    public void Taken(string file) => Update(p => p with { CurrentFile = StorableText.Of(file) });

    /// <summary>A file that is as it was; one that this very job brought in before it was interrupted counts as that.</summary>
    public void Count(KnownDocument known, in FileEntry file)
    {
        if (known.State != "indexed")
        {
            Count(new FileProblem(file.Relative, known.Code ?? "", known.Reason ?? ""), file);
            return;
        }

        var outcome = known.CreatedByJob == Id ? WriteOutcome.Added : known.IndexedByJob == Id ? WriteOutcome.Changed : WriteOutcome.Unchanged;
        Count(new DocumentWritten(known.Id, outcome, 0), file);
    }

    public void Count(DocumentWritten written, in FileEntry file)
    {
        var bytes = file.Bytes;
        Update(p => Done(p, bytes) with
        {
            Added = p.Added + (written.Outcome == WriteOutcome.Added ? 1 : 0),
            Changed = p.Changed + (written.Outcome == WriteOutcome.Changed ? 1 : 0),
            Unchanged = p.Unchanged + (written.Outcome == WriteOutcome.Unchanged ? 1 : 0),
            Chunks = p.Chunks + written.NewChunks,
        });
    }

    /// <summary>A file that gave no text.</summary>
    public void Count(FileProblem problem, in FileEntry file)
    {
        var bytes = file.Bytes;
        Update(p => Done(p, bytes) with { Unreadable = p.Unreadable + 1 });
        Keep(problem);
    }

    /// <summary>A folder that could not be listed.</summary>
    public void Report(FileProblem problem)
    {
        Update(p => p with { Unreadable = p.Unreadable + 1 });
        Keep(problem);
    }

    public void Removed(int documents) => Update(p => p with { Removed = p.Removed + documents });

    public void Embedded(int chunks) => Update(p => p with { Embedded = p.Embedded + chunks });

    public void Note(string note)
    {
        lock (_lock)
        {
            if (_notes.Count < NotesKept && !_notes.Contains(note))
            {
                _notes.Add(note);
            }
        }
    }

    public JobStatus End(JobState state, string? error)
    {
        lock (_lock)
        {
            _status = _status with { State = state, Error = error, Progress = _status.Progress with { Phase = state == JobState.Done ? "finished" : _status.Progress.Phase, CurrentFile = null } };
        }

        return Snapshot();
    }

    private static JobProgress Done(JobProgress progress, long bytes) =>
        progress with { FilesDone = progress.FilesDone + 1, BytesDone = progress.BytesDone + bytes };

    private void Update(Func<JobProgress, JobProgress> change)
    {
        lock (_lock)
        {
            _status = _status with { Progress = change(_status.Progress) };
        }
    }

    private void Keep(FileProblem problem)
    {
        lock (_lock)
        {
            if (_problems.Count < ProblemsKept)
            {
                _problems.Add(problem);
            }
        }
    }
}
