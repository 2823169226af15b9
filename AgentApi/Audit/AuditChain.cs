using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace LocalAi.AgentApi.Audit;

/// <summary>
/// The hash chain: hash(n) = SHA-256(hash(n-1) ‖ JSON array of row n's fields). A row that was changed, removed or put in between breaks every
/// later hash. It does not keep the database's owner from rewriting the whole chain: note the head elsewhere for that.
/// </summary>
internal static class AuditChain
{
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    public static byte[] Next(byte[] previous, long seq, AuditRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        buffer.Write(previous);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteNumberValue(seq);
            json.WriteStringValue(record.Id);
            json.WriteNumberValue(Microseconds(record.At));
            json.WriteStringValue(record.User);
            json.WriteStringValue(record.Role);
            json.WriteStringValue(record.KeyId);
            json.WriteStringValue(record.SessionId);
            json.WriteStringValue(record.Transport);
            json.WriteStringValue(record.Tool);
            json.WriteStringValue(record.Sensitivity);
            json.WriteStringValue(record.Arguments);
            json.WriteStringValue(record.Decision);
            json.WriteStringValue(record.Outcome);
            json.WriteStringValue(record.Detail);
            json.WriteStringValue(record.ApprovalId?.ToString());
            json.WriteNumberValue(record.DurationMicroseconds);
            json.WriteNumberValue(record.ResultBytes);
            json.WriteEndArray();
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }

    /// <summary>Postgres keeps microseconds; the hash must not depend on what it drops.</summary>
    public static long Microseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
