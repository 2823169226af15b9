using System.Text.Json;

namespace LocalAi.AgentApi.Pipeline;

internal static class OutcomeKindExtensions
{
    private static readonly string[] Words = [.. Enum.GetNames<OutcomeKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The stable word of audit and error bodies, for example <c>rate_limited</c>.</summary>
    public static string Word(this OutcomeKind kind) => Words[(int)kind];

    /// <summary>False when a rule kept the call from happening.</summary>
    public static bool IsAllowed(this OutcomeKind kind) => kind < OutcomeKind.Refused;
}
