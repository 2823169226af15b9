namespace LocalAi.AgentApi.Approvals;

/// <summary>An answer to an approval that cannot be taken.</summary>
/// <param name="message">Why.</param>
/// <param name="field">The field of the answer that is wrong, or null when the question itself is closed.</param>
internal sealed class ApprovalRefusedException(string message, string? field) : Exception(message)
{
    public string? Field { get; } = field;
}
