using System.Diagnostics;
using LocalAi.Hosting.Limits;

namespace LocalAi.Hosting.Processes;

internal sealed class LinuxChildProcess : IChildProcess
{
    // The pipes end when the last process that holds them does; a daemon that kept them must not keep us.
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly LimitScope? _scope;
    private readonly ProcessRegistry _registry;

    public LinuxChildProcess(Process process, LimitScope? scope, ProcessRegistry registry, Task output)
    {
        _process = process;
        _scope = scope;
        _registry = registry;
        Id = process.Id;
        Exited = WaitAsync(output);
    }

    public int Id { get; }

    public Task<int> Exited { get; }

    public ProcessUsage? Sample()
    {
        if (_scope?.Sample() is { } usage)
        {
            return usage;
        }

        ProcessUsage? sum = null;
        foreach (var stat in Members())
        {
            var one = ProcFileSystem.Usage(stat);
            sum = new ProcessUsage((sum?.CpuTime ?? default) + one.CpuTime, (sum?.MemoryBytes ?? 0) + one.MemoryBytes);
        }

        return sum;
    }

    public bool HitMemoryLimit() => _scope?.MemoryKills() > 0;

    public void Signal(StopSignal signal)
    {
        // In its first moments it does not yet lead a group of its own.
        if (!PosixSignals.Send(-Id, signal) && !_process.HasExited)
        {
            PosixSignals.Send(Id, signal);
        }
    }

    public async Task KillAllAsync()
    {
        // Whoever is being born while we count is caught in the next round.
        for (var round = 0; round < 200; round++)
        {
            Signal(StopSignal.Kill);
            var left = _scope?.Processes() ?? [];
            foreach (var pid in left)
            {
                PosixSignals.Send(pid, StopSignal.Kill);
            }

            if (left.Count == 0 && _process.HasExited && !Members().Any())
            {
                break;
            }

            await Task.Delay(10);
        }

        _registry.Remove(Id);
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync(Task output)
    {
        await _process.WaitForExitAsync();
        try
        {
            await output.WaitAsync(OutputPatience);
        }
        catch (TimeoutException)
        {
            // Something it started still holds the pipe.
        }

        return _process.ExitCode;
    }

    private IEnumerable<string[]> Members() =>
        ProcFileSystem.Processes().Select(ProcFileSystem.Stat).OfType<string[]>()
            .Where(s => ProcFileSystem.Group(s) == Id && !ProcFileSystem.IsZombie(s));
}
