namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>Section <c>Rhythm:Watchers:Schedules</c>.</summary>
public sealed class ScheduleOptions
{
    /// <summary>Root of the file system to look at.</summary>
    public string Root { get; set; } = "/";

    /// <summary>Home folder of the user. Default: this service's user's.</summary>
    public string Home { get; set; } = "";

    /// <summary>Exports of Windows scheduled tasks: <c>schtasks /query /xml ONE</c> or <c>schtasks /query /fo CSV /v</c>. At most 20 files.</summary>
    public string[] Exports { get; set; } = [];

    /// <summary>False: ask neither <c>crontab -l</c> nor <c>systemctl --user</c>, only read files.</summary>
    public bool AskPrograms { get; set; } = true;
}
