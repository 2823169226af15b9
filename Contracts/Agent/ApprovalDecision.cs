namespace LocalAi.Contracts.Agent;

/// <summary><c>POST /approvals/{id}</c>.</summary>
public sealed record ApprovalDecision
{
    /// <summary>approve or deny.</summary>
    public required string Decision { get; init; }

    /// <summary>Shown to whoever asked.</summary>
    public string? Reason { get; init; }

    /// <summary>True: calls of the same tool in the same session that match <see cref="Pattern"/> run without asking, for at most eight hours.</summary>
    public bool Remember { get; init; }

    /// <summary>
    /// What to remember: the deciding argument (command, path, message) with <c>*</c> for any text without shell metacharacters.
    /// Absent: exactly this call's argument.
    /// </summary>
    public string? Pattern { get; init; }
}
