namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>Something that somebody scheduled.</summary>
/// <param name="Scheduler">cron, systemd, windows or profile.</param>
/// <param name="File">Where it is written.</param>
/// <param name="Line">From 1; 0 where lines say nothing.</param>
/// <param name="When">The schedule as it is written.</param>
/// <param name="Command">The command as it is written.</param>
internal sealed record ScheduledJob(string Scheduler, string File, int Line, string When, string Command)
{
    public string Place => Line > 0 ? $"{File}:{Line}" : File;
}
