using System.Diagnostics;
using System.Text;

namespace LocalAi.Gateway.Telemetry;

/// <summary>The trace that is passed on to an upstream (W3C Trace Context).</summary>
internal static class UpstreamTrace
{
    /// <summary>What everybody must pass on; longer states are left out.</summary>
    private const int LongestState = 512;

    /// <summary>Values of <c>traceparent</c> and <c>tracestate</c>; null when there is none or no trace is recorded.</summary>
    public static (string? Parent, string? State) Current()
    {
        if (Activity.Current is not { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity)
        {
            return default;
        }

        // What cannot stand in a header is left out as well.
        var state = activity.TraceStateString;
        return (activity.Id, state is { Length: > 0 and <= LongestState } && Ascii.IsValid(state) && !state.Any(char.IsControl) ? state : null);
    }
}
