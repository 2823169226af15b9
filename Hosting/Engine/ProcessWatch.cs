using System.Threading.Channels;
using LocalAi.Hosting.Probes;
using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Engine;

/// <summary>Watches one run of a process: until it is ready, then until it is over.</summary>
internal sealed class ProcessWatch(IChildProcess child, IProbe probe, RunnerContext context, ChannelReader<string> commands)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UnhealthyPoll = TimeSpan.FromSeconds(1);

    // A program that answers, but not yet well, is doing something: loading a model takes longer than starting a process.
    private const int PatienceWithTheLiving = 5;

    /// <summary>Why it counts as unhealthy, for <see cref="RunOutcome.Unhealthy"/>.</summary>
    public string? Reason { get; private set; }

    public async Task<RunOutcome> UntilReadyAsync(long began, CancellationToken cancellationToken)
    {
        var pause = ShortestPoll;
        while (true)
        {
            if (await IsOverAsync(pause, cancellationToken) is { } over)
            {
                return over;
            }

            var answer = await probe.AskAsync(cancellationToken);
            if (child.Exited.IsCompleted)
            {
                return RunOutcome.Exited;
            }

            if (answer.IsHealthy)
            {
                return RunOutcome.Ready;
            }

            var limit = context.Options.StartTimeout * (answer.IsAlive ? PatienceWithTheLiving : 1);
            if (context.Time.GetElapsedTime(began) > limit)
            {
                Reason = $"did not become healthy within {limit.TotalSeconds:0} s: {answer.Reason}";
                return RunOutcome.Unhealthy;
            }

            pause = pause * 1.2 < LongestPoll ? pause * 1.2 : LongestPoll;
        }
    }

    public async Task<RunOutcome> UntilOverAsync(Action<bool, string?> showHealth, CancellationToken cancellationToken)
    {
        var interval = probe.Interval == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : probe.Interval;
        var isHealthy = true;
        string? shown = null;
        var lastAlive = context.Time.GetTimestamp();
        while (true)
        {
            if (await IsOverAsync(isHealthy ? interval : UnhealthyPoll, cancellationToken) is { } over)
            {
                return over;
            }

            var answer = await probe.AskAsync(cancellationToken);
            if (answer.IsAlive)
            {
                lastAlive = context.Time.GetTimestamp();
            }

            if (answer.IsHealthy != isHealthy || answer.Reason != shown)
            {
                (isHealthy, shown) = (answer.IsHealthy, answer.Reason);
                showHealth(isHealthy, shown);
            }

            if (context.Time.GetElapsedTime(lastAlive) > context.Options.UnresponsiveTimeout)
            {
                Reason = $"did not answer for {context.Options.UnresponsiveTimeout.TotalSeconds:0} s: {answer.Reason}";
                return RunOutcome.Unhealthy;
            }
        }
    }

    // Null when the pause is over and it still runs.
    private async Task<RunOutcome?> IsOverAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var command = commands.WaitToReadAsync(race.Token).AsTask();
        var timer = Task.Delay(pause, context.Time, race.Token);
        await Task.WhenAny(child.Exited, command, timer);
        var outcome = child.Exited.IsCompleted ? RunOutcome.Exited : command.IsCompletedSuccessfully ? RunOutcome.Told : (RunOutcome?)null;
        await race.CancelAsync();
        await Task.WhenAll(command, timer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return outcome;
    }
}
