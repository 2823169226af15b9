using System.Diagnostics;

namespace LocalAi.Hosting.Processes;

internal sealed class PortableChildProcess(Process process, Task output, IDisposable? job) : IChildProcess
{
    public int Id { get; } = process.Id;

    public Task<int> Exited { get; } = WaitAsync(process, output);

    public ProcessUsage? Sample()
    {
        try
        {
            process.Refresh();
            return new ProcessUsage(process.TotalProcessorTime, process.WorkingSet64);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public bool HitMemoryLimit() => false;

    public void Signal(StopSignal signal)
    {
        if (OperatingSystem.IsWindows() || signal == StopSignal.Kill)
        {
            Kill();
        }
        else
        {
            PosixSignals.Send(Id, signal);
        }
    }

    public async Task KillAllAsync()
    {
        Kill();
        await Exited;
    }

    public void Dispose()
    {
        job?.Dispose();
        process.Dispose();
    }

    private static async Task<int> WaitAsync(Process process, Task output)
    {
        await process.WaitForExitAsync();
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(2)));
        return process.ExitCode;
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
