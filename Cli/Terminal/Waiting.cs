namespace LocalAi.Cli.Terminal;

/// <summary>A moving mark on standard error while nothing has come yet; gone without a trace afterwards. Nothing in pipes.</summary>
internal sealed class Waiting : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(120);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _moving;
    private bool _stopped;

    public Waiting(Output output, string what) =>
        _moving = output is { RichError: true, Rich: true } ? MoveAsync(output, what, _stop.Token) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _stop.CancelAsync();
        await _moving;
        _stop.Dispose();
    }

    private static async Task MoveAsync(Output output, string what, CancellationToken cancellationToken)
    {
        const string frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
        var shown = false;
        try
        {
            await Task.Delay(Patience, cancellationToken);
            for (var i = 0; ; i++)
            {
                await output.Error.WriteAsync($"\r{output.PaintError("2", $"{frames[i % frames.Length]} {what}")}\e[K");
                shown = true;
                await Task.Delay(Step, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (shown)
            {
                await output.Error.WriteAsync("\r\e[K");
            }
        }
    }
}
