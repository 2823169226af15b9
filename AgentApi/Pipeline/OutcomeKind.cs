namespace LocalAi.AgentApi.Pipeline;

/// <summary>How an attempt ended. From <see cref="UnknownTool"/> on the tool was never started.</summary>
internal enum OutcomeKind
{
    Ok,
    ToolError,
    Failed,
    TimedOut,
    Cancelled,
    Refused,
    UnknownTool,
    InvalidArguments,
    Unavailable,
    Forbidden,
    RateLimited,
    Busy,
    ApprovalRequired,
    ApprovalRefused,
    AuditUnavailable,
}
