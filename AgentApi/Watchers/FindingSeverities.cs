namespace LocalAi.AgentApi.Watchers;

/// <summary>Severities as words: in the database, over REST, on the page.</summary>
internal static class FindingSeverities
{
    public static string Word(this FindingSeverity severity) => severity switch
    {
        FindingSeverity.Critical => "critical",
        FindingSeverity.Warning => "warning",
        _ => "info",
    };

    public static FindingSeverity Parse(string word) => word switch
    {
        "critical" => FindingSeverity.Critical,
        "warning" => FindingSeverity.Warning,
        _ => FindingSeverity.Info,
    };
}
