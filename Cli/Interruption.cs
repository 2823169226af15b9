using System.Runtime.InteropServices;

namespace LocalAi.Cli;

/// <summary>
/// Ctrl+C and SIGTERM: the first cancels what runs, the second ends the program at once. A conversation may divert the first to
/// the answer that streams.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static CancellationTokenSource? _diverted;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>Until the result is disposed, Ctrl+C cancels this instead of the program.</summary>
    public static IDisposable Divert(CancellationTokenSource target)
    {
        _diverted = target;
        return new Diversion();
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        if (signal.Signal == PosixSignal.SIGINT && _diverted is { IsCancellationRequested: false } diverted)
        {
            signal.Cancel = true;
            diverted.Cancel();
        }
        else if (!_stop.IsCancellationRequested)
        {
            signal.Cancel = true;
            _stop.Cancel();
        }
    }

    private sealed class Diversion : IDisposable
    {
        public void Dispose() => _diverted = null;
    }
}
