using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.Tests.Rhythm;

/// <summary>A task that counts its runs, knows how many ran at once, and does what the test says.</summary>
internal sealed class ProbeTask(ScheduledTask definition, Func<RunContext, CancellationToken, Task<string>>? work = null) : IRhythmTask
{
    private int _started;
    private int _running;
    private int _mostAtOnce;

    public ScheduledTask Definition { get; } = definition;

    public int Started => Volatile.Read(ref _started);

    public int Running => Volatile.Read(ref _running);

    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    public static ProbeTask EverySecond(string name, Func<RunContext, CancellationToken, Task<string>>? work = null, TaskPriority priority = TaskPriority.High, double timeoutSeconds = 60) =>
        new(Every(name, TimeSpan.FromSeconds(1), priority) with { Timeout = TimeSpan.FromSeconds(timeoutSeconds) }, work);

    public static ProbeTask Daily(string name, Func<RunContext, CancellationToken, Task<string>>? work = null) =>
        new(Every(name, TimeSpan.FromDays(1), TaskPriority.High), work);

    public static ScheduledTask Every(string name, TimeSpan interval, TaskPriority priority) =>
        new() { Name = name, Priority = priority, Schedule = TaskSchedule.Every(interval) };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _started);
        var now = Interlocked.Increment(ref _running);
        _mostAtOnce = Math.Max(_mostAtOnce, now);
        try
        {
            return work is null ? "done" : await work(context, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
