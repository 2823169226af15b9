namespace LocalAi.Rag.SearchLogs;

/// <summary>Section <c>Rag:SearchLogs</c>.</summary>
internal sealed class SearchLogOptions
{
    public const string Section = "Rag:SearchLogs";

    /// <summary>Whether questions are kept.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Days after which questions and ended jobs are deleted; 1 to 3650.</summary>
    public int RetentionDays { get; set; } = 30;
}
