using System.Diagnostics;

namespace LocalAi.Gateway.Telemetry;

internal static class UpstreamTrace
{
    /// <summary>Passes the trace on (W3C Trace Context) when one is recorded.</summary>
    public static void Inject(HttpRequestMessage request)
    {
        if (Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity)
        {
            request.Headers.TryAddWithoutValidation("traceparent", activity.Id);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                request.Headers.TryAddWithoutValidation("tracestate", state);
            }
        }
    }
}
