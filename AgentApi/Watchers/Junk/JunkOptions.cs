namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>Section <c>Rhythm:Junk</c>: what system_maintenance may delete. Nothing outside the allow-list of <see cref="JunkRules"/> is ever looked at.</summary>
public sealed class JunkOptions
{
    /// <summary>False: nothing is deleted by itself; the dry run and a person's wish still work.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Older parts of logs that nobody wrote to for so many days. 1 to 3,650.</summary>
    public int LogDays { get; set; } = 14;

    /// <summary>Daily reports older than so many days. 7 to 3,650.</summary>
    public int ReportDays { get; set; } = 180;

    /// <summary>Unfinished downloads and temporary files that nobody wrote to for so many days. 1 to 365.</summary>
    public int PartialDays { get; set; } = 3;

    /// <summary>Package caches that may be cleaned too: <c>pip</c>, <c>npm</c>, <c>nuget</c> (its HTTP cache). They are filled again when needed.</summary>
    public string[] Caches { get; set; } = [];

    /// <summary>Files of those caches that are older than so many days. 1 to 3,650.</summary>
    public int CacheDays { get; set; } = 30;

    /// <summary>Most megabytes one run deletes. 1 to 1,000,000.</summary>
    public int MaxMb { get; set; } = 20_480;

    /// <summary>Most files one run deletes. 1 to 20,000.</summary>
    public int MaxFiles { get; set; } = 5000;
}
