using System.Collections.Concurrent;
using System.Diagnostics;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// Starts processes from one thread that lives as long as this service. The kernel's parent-death signal follows the starting <em>thread</em>: from a
/// pool thread, sandboxes would be killed when that thread goes; from this one they die exactly when the service does, even by SIGKILL.
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<Work> _queue = new(64);
    private readonly Thread _thread;

    public ProcessLauncher()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "sandbox launcher" };
        _thread.Start();
    }

    /// <param name="start">The program.</param>
    /// <param name="inherited">Open files the program gets under their numbers besides its standard streams; closed here when it has them.</param>
    /// <param name="cancellationToken">Ends the waiting for a place in the queue.</param>
    public Task<Process> StartAsync(ProcessStartInfo start, SafeFileHandle[] inherited, CancellationToken cancellationToken)
    {
        var work = new Work(start, inherited, new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Add(work, cancellationToken);
        return work.Started.Task;
    }

    public Task<Process> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken) => StartAsync(start, [], cancellationToken);

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Run()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            try
            {
                // A program that another thread starts in this moment gets them too. They are of no use to it: a filter everybody may read, the end of a
                // pipe that only ends a wait, one that nobody reads, and one end of a socket that is read once.
                foreach (var file in work.Inherited)
                {
                    Native.Inherit(file);
                }

                work.Started.SetResult(Process.Start(work.Start)!);
            }
            catch (Exception failed) when (failed is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                work.Started.SetException(failed);
            }
            finally
            {
                foreach (var file in work.Inherited)
                {
                    file.Dispose();
                }
            }
        }
    }

    private sealed record Work(ProcessStartInfo Start, SafeFileHandle[] Inherited, TaskCompletionSource<Process> Started);
}
