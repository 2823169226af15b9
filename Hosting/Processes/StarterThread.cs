using System.Collections.Concurrent;
using System.Diagnostics;

namespace LocalAi.Hosting.Processes;

/// <summary>
/// The one thread that starts processes. On Linux the parent-death signal follows the thread that forked, not the process, so it has to live as long
/// as the host: a pool thread that ends would take the children with it.
/// </summary>
internal sealed class StarterThread : IDisposable
{
    private readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Done)> _queue = new(boundedCapacity: 64);

    public StarterThread()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "process starter" };
        thread.Start();
    }

    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var done = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((start, done));
        return done.Task;
    }

    public void Dispose() => _queue.CompleteAdding();

    private void Work()
    {
        foreach (var (start, done) in _queue.GetConsumingEnumerable())
        {
            try
            {
                done.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start."));
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }
    }
}
