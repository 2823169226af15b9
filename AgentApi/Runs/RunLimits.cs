using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Runs;

/// <summary>How much one run may use.</summary>
internal readonly record struct RunLimits(int Turns, int ToolCalls, int Tokens, TimeSpan Time)
{
    /// <summary>Tool calls that may go wrong one after the other.</summary>
    public const int ToolErrors = 5;

    /// <exception cref="RequestProblemException">A limit is out of its range.</exception>
    public static RunLimits Of(RunRequest request) => new(
        Check("max_turns", request.MaxTurns ?? 12, 1, 50),
        Check("max_tool_calls", request.MaxToolCalls ?? 30, 0, 200),
        Check("max_tokens", request.MaxTokens ?? 60_000, 100, 1_000_000),
        TimeSpan.FromSeconds(Check("max_seconds", request.MaxSeconds ?? 1800, 5, 86_400)));

    private static int Check(string field, int value, int least, int most) =>
        value >= least && value <= most ? value : throw new RequestProblemException(StatusCodes.Status400BadRequest, $"{field} must be {least} to {most}.") { Field = field };
}
