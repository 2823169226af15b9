namespace LocalAi.AgentApi.Approvals;

internal sealed class ApprovalOptions
{
    /// <summary>Seconds until an unanswered or unused approval is void. 10 to 86,400.</summary>
    public int ExpireSeconds { get; set; } = 600;

    /// <summary>Open questions a user may have at once. 1 to 10,000.</summary>
    public int MaxPendingPerUser { get; set; } = 50;

    /// <summary>Whether MCP clients may answer by elicitation. In production they never may for CRITICAL tools.</summary>
    public bool Elicitation { get; set; } = true;
}
