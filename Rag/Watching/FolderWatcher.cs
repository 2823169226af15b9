namespace LocalAi.Rag.Watching;

/// <summary>Notices changes in one folder. Where the system gives no more watches, only the periodic scan is left.</summary>
internal sealed class FolderWatcher : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private FileSystemWatcher? _watcher;
    private long _lastChange;

    /// <param name="path">The folder.</param>
    /// <param name="time">Clock.</param>
    /// <param name="changed">Called when the first of several changes is seen.</param>
    public FolderWatcher(string path, TimeProvider time, Action changed)
    {
        _time = time;
        _changed = changed;
        Path = path;
    }

    public string Path { get; }

    /// <summary>watching, polling or missing.</summary>
    public string State { get; private set; } = "missing";

    /// <summary>Begins to watch when the folder is there, notices when it is gone.</summary>
    public void Look()
    {
        if (!Directory.Exists(Path))
        {
            Stop();
            State = "missing";
            return;
        }

        if (State != "missing")
        {
            return;
        }

        // It was away: whatever happened meanwhile was not seen.
        Touch();
        try
        {
            _watcher = new FileSystemWatcher(Path)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
                InternalBufferSize = 64 * 1024,
            };
            _watcher.Changed += (_, _) => Touch();
            _watcher.Created += (_, _) => Touch();
            _watcher.Deleted += (_, _) => Touch();
            _watcher.Renamed += (_, _) => Touch();
            _watcher.Error += (_, _) => Touch();
            _watcher.EnableRaisingEvents = true;
            State = "watching";
        }
        catch (Exception exhausted) when (exhausted is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Stop();
            State = "polling";
        }
    }

    /// <summary>True once when something changed and it has been quiet for <paramref name="debounce"/> since.</summary>
    public bool TakeChange(TimeSpan debounce)
    {
        var last = Interlocked.Read(ref _lastChange);
        return last != 0 && _time.GetElapsedTime(last) >= debounce && Interlocked.CompareExchange(ref _lastChange, 0, last) == last;
    }

    /// <summary>Something changed that was not taken yet.</summary>
    public bool HasChange => Interlocked.Read(ref _lastChange) != 0;

    public void Touch()
    {
        if (Interlocked.Exchange(ref _lastChange, _time.GetTimestamp()) == 0)
        {
            _changed();
        }
    }

    public void Dispose() => Stop();

    private void Stop()
    {
        _watcher?.Dispose();
        _watcher = null;
    }
}
