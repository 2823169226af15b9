using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>Work the scheduler runs.</summary>
internal interface IRhythmTask
{
    ScheduledTask Definition { get; }

    /// <summary>Does the work and says in one line what it did. Throwing means failed; the token ends it on timeout, shutdown, or a lost lead.</summary>
    Task<string> RunAsync(RunContext context, CancellationToken cancellationToken);
}
