using System.Diagnostics;
using OpenTelemetry.Trace;

namespace LocalAi.ServiceDefaults.Telemetry;

/// <summary>
/// Records what somebody asked for. A client call without a parent is a poll of a background loop (a lease, a queue, a health probe):
/// a few a second for ever would fill the trace store and cost more than all real requests of an idle machine.
/// </summary>
internal sealed class RequestSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        var isRecorded = parent.TraceId == default
            ? samplingParameters.Kind != ActivityKind.Client
            : (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        return new SamplingResult(isRecorded ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
