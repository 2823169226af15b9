namespace LocalAi.Rag.Retrieval.Vectors;

/// <summary>
/// One resident thread that lends a hand to a large scan when it is idle. Concurrent questions run on one thread each; a neighbour that
/// keeps the second core busy costs nothing, because blocks are taken one at a time.
/// </summary>
internal sealed class ScanWorker : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private VectorScan? _scan;
    private Thread? _thread;
    private bool _busy;
    private bool _stopped;

    /// <summary>Scans all blocks, with the worker's help when it is idle.</summary>
    public void Run(VectorScan scan)
    {
        var helped = Offer(scan);
        scan.ScanBlocks();
        if (helped) Withdraw();
    }

    public void Dispose()
    {
        lock (_gate) _stopped = true;
        _wake.Release();
        _thread?.Join();
        _wake.Dispose();
    }

    private bool Offer(VectorScan scan)
    {
        lock (_gate)
        {
            if (_scan is not null || _busy || _stopped) return false;
            _scan = scan;
            if (_thread is null)
            {
                _thread = new Thread(Loop) { IsBackground = true, Name = "vector-scan" };
                _thread.Start();
            }
        }
        _wake.Release();
        return true;
    }

    /// <summary>Takes the offer back, or waits for the block the worker is in: some hundred microseconds.</summary>
    private void Withdraw()
    {
        lock (_gate) _scan = null;
        var spin = new SpinWait();
        while (Volatile.Read(ref _busy)) spin.SpinOnce();
    }

    private void Loop()
    {
        while (true)
        {
            _wake.Wait();
            VectorScan? scan;
            lock (_gate)
            {
                if (_stopped) return;
                scan = _scan;
                _scan = null;
                if (scan is not null) _busy = true;
            }
            if (scan is null) continue;
            scan.ScanBlocks();
            Volatile.Write(ref _busy, false);
        }
    }
}
