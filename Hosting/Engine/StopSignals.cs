using System.Runtime.InteropServices;

namespace LocalAi.Hosting.Engine;

/// <summary>Ctrl+C, SIGTERM and SIGHUP: the first asks for an orderly stop, the second for a quick one.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _output;

    public StopSignals(TextWriter output)
    {
        _output = output;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Take));
        }
    }

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _first.Dispose();
        _second.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_first.IsCancellationRequested)
        {
            _first.Cancel();
        }
        else if (context.Signal != PosixSignal.SIGHUP && !_second.IsCancellationRequested)
        {
            _output.WriteLine("Killing what has not stopped yet.");
            _second.Cancel();
        }
    }
}
