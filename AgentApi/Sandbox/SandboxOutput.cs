using System.Diagnostics;
using System.IO.Pipes;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// Lets a started sandbox through its gate and reads what it writes, on a thread of its own: .NET reads pipes by blocking, and two blocked threads
/// of the pool for every program would stall the service.
/// </summary>
internal sealed class SandboxOutput
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly SandboxGate _gate;
    private readonly Action<int> _limit;
    private readonly SandboxNetwork? _network;

    /// <param name="process">bubblewrap; its standard streams are read here.</param>
    /// <param name="gate">Opened when <paramref name="limit"/> has returned.</param>
    /// <param name="limit">Gets the first process inside; when it throws, the gate stays closed.</param>
    /// <param name="network">The run's network, opened behind the gate.</param>
    /// <param name="mostBytes">Kept of each stream.</param>
    public SandboxOutput(Process process, SandboxGate gate, Action<int> limit, SandboxNetwork? network, int mostBytes)
    {
        (_process, _gate, _limit, _network) = (process, gate, limit, network);
        Output = new CappedText(mostBytes);
        Error = new CappedText(mostBytes);
        new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "sandbox output" }.Start();
    }

    public CappedText Output { get; }

    public CappedText Error { get; }

    public long Bytes => Output.Bytes + Error.Bytes;

    /// <summary>Ends when both streams have, or with what kept the program from being started.</summary>
    public Task Finished => _finished.Task;

    private void Run()
    {
        try
        {
            if (_gate.WaitForProcess() is { } first)
            {
                _limit(first);
                _gate.Open();
                _network?.Open();
            }

            var (output, error) = (Pipe(_process.StandardOutput), Pipe(_process.StandardError));
            bool outputHeld = false, errorHeld = false;
            try
            {
                // Whoever disposes the process meanwhile must not free the numbers for other files.
                output.DangerousAddRef(ref outputHeld);
                error.DangerousAddRef(ref errorHeld);
                ReadAll(output, error);
            }
            finally
            {
                Release(output, outputHeld);
                Release(error, errorHeld);
            }

            _finished.SetResult();
        }
        catch (Exception failed)
        {
            _finished.SetException(failed is SandboxUnavailableException ? failed : new SandboxUnavailableException("The sandbox could not be set up: " + failed.Message));
        }
    }

    private void ReadAll(SafePipeHandle output, SafePipeHandle error)
    {
        var buffer = new byte[16 * 1024];
        for (var (outputOpen, errorOpen) = (true, true); outputOpen || errorOpen;)
        {
            var (outputReady, errorReady) = Native.WaitReadable(outputOpen ? (int)output.DangerousGetHandle() : -1, errorOpen ? (int)error.DangerousGetHandle() : -1);
            outputOpen = outputOpen && (!outputReady || Take(output, Output));
            errorOpen = errorOpen && (!errorReady || Take(error, Error));
        }

        bool Take(SafePipeHandle from, CappedText to)
        {
            var read = Native.Read(from, buffer);
            to.Add(buffer.AsSpan(0, Math.Max(read, 0)));
            return read > 0;
        }
    }

    private static void Release(SafePipeHandle handle, bool held)
    {
        if (held)
        {
            handle.DangerousRelease();
        }
    }

    private static SafePipeHandle Pipe(StreamReader reader) => ((AnonymousPipeClientStream)reader.BaseStream).SafePipeHandle;
}
