namespace LocalAi.AgentApi.Runs;

/// <param name="Number">From 1, without gaps.</param>
/// <param name="Kind">run (the first), delta, tool_call, tool_result, approval_required, usage, done or error.</param>
/// <param name="Body">JSON.</param>
internal sealed record RunEvent(int Number, string Kind, string Body)
{
    public bool IsLast => Kind is "done" or "error";
}
