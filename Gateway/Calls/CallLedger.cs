using LocalAi.Gateway.Limits;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Telemetry;
using LocalAi.Gateway.Usage;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.Gateway.Calls;

/// <summary>What is noted when a call ends: limits, metrics, usage, access log.</summary>
internal sealed class CallLedger(
    CallerLimits limits, GatewayTelemetry telemetry, UsageBuffer usage, AccessLog log, Database database, TimeProvider time)
{
    private long _idSequence;

    public void Close(ModelCall call, CallerAllowance allowance)
    {
        limits.Leave(call.Caller, allowance, call.Usage.Total);
        telemetry.Record(call);
        var duration = time.GetElapsedTime(call.Started);
        log.Write(call, duration);
        if (database.IsConfigured)
        {
            usage.Add(ToEntry(call, duration));
        }
    }

    private UsageEntry ToEntry(ModelCall call, TimeSpan duration)
    {
        var at = time.GetUtcNow();
        return new UsageEntry
        {
            Id = NewId(at),
            At = at,
            RequestId = call.RequestId,
            KeyId = call.Caller.KeyId,
            User = call.Caller.User,
            Model = call.Model,
            Upstream = call.Upstream,
            UpstreamModel = call.UpstreamModel,
            Operation = call.Kind switch { RequestKind.Chat => "chat", RequestKind.Completion => "text_completion", _ => "embeddings" },
            Streamed = call.Shape.Stream,
            Outcome = call.Outcome,
            Cache = call.Cache,
            PromptTokens = call.Usage.Prompt,
            CompletionTokens = call.Usage.Completion,
            Estimated = call.UsageIsEstimated,
            DurationMs = (float)duration.TotalMilliseconds,
            FirstTokenMs = call.FirstToken == 0 ? null : (float)time.GetElapsedTime(call.Started, call.FirstToken).TotalMilliseconds,
            QueueMs = (float)call.Queued.TotalMilliseconds,
            Retries = call.Retries,
            Fallbacks = call.Fallbacks,
        };
    }

    /// <summary>Ordered by time (RFC 9562, version 7), unique by process and count; without drawing random bytes for every request.</summary>
    private Guid NewId(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        ProcessSeed.TryWriteBytes(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        var sequence = Interlocked.Increment(ref _idSequence);
        bytes[6] = (byte)(0x70 | ((sequence >> 32) & 0x0F));
        bytes[7] = (byte)(sequence >> 24);
        bytes[8] = (byte)(0x80 | ((sequence >> 18) & 0x3F));
        bytes[9] = (byte)(sequence >> 10);
        bytes[10] = (byte)(sequence >> 2);
        bytes[11] = (byte)((bytes[11] & 0x3F) | (int)((sequence & 3) << 6));
        return new Guid(bytes, bigEndian: true);
    }

    private static readonly Guid ProcessSeed = Guid.NewGuid();
}
