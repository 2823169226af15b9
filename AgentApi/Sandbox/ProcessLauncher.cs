using System.Collections.Concurrent;
using System.Diagnostics;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// Starts processes from one thread that lives as long as this service. The kernel's parent-death signal follows the starting <em>thread</em>: from a
/// pool thread, sandboxes would be killed when that thread goes; from this one they die exactly when the service does, even by SIGKILL.
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> _queue = new(64);
    private readonly Thread _thread;

    public ProcessLauncher()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "sandbox launcher" };
        _thread.Start();
    }

    public Task<Process> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((start, started), cancellationToken);
        return started.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Run()
    {
        foreach (var (start, started) in _queue.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failed) when (failed is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                started.SetException(failed);
            }
        }
    }
}
