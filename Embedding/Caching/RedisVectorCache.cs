using System.Buffers.Binary;
using LocalAi.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LocalAi.Embedding.Caching;

/// <summary>
/// Vectors shared by processes and restarts. Never in the way: it is asked only while connected and briefly, and its failures only cost
/// a computation. Value: flags and tokens (4 bytes), then little-endian float32.
/// </summary>
internal sealed partial class RedisVectorCache(RedisConnection redis, EmbeddingOptions options, TimeProvider time, ILogger<RedisVectorCache> logger)
{
    private const string Prefix = "localai:embedding:";
    private const int HeaderBytes = 4;
    private const uint TruncatedFlag = 0x8000_0000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private long _failedAt;

    /// <summary>Values by position; null where nothing is known or Redis does not answer.</summary>
    public async Task<EmbeddedText?[]> GetAsync(IReadOnlyList<VectorKey> keys, int dimension, CancellationToken cancellationToken)
    {
        var found = new EmbeddedText?[keys.Count];
        if (Database() is not { } database) return found;
        try
        {
            var values = await database.StringGetAsync([.. keys.Select(Name)]).WaitAsync(Patience, time, cancellationToken);
            for (var i = 0; i < found.Length; i++) found[i] = Read((byte[]?)values[i], dimension);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Failed(e);
        }
        return found;
    }

    /// <summary>Writes without waiting.</summary>
    public void Set(VectorKey key, EmbeddedText text)
    {
        if (Database() is not { } database) return;
        try
        {
            _ = database.StringSetAsync(Name(key), Write(text), TimeSpan.FromHours(options.RedisHours), flags: CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Failed(e);
        }
    }

    /// <summary>After a failure Redis is left alone for a moment, so that a hanging one does not slow every request.</summary>
    private IDatabase? Database()
    {
        var failed = Interlocked.Read(ref _failedAt);
        return failed != 0 && time.GetElapsedTime(failed) < Quiet ? null : redis.Current;
    }

    private void Failed(Exception e)
    {
        Interlocked.Exchange(ref _failedAt, time.GetTimestamp());
        LogAway(logger, e.Message);
    }

    private static RedisKey Name(VectorKey key) => Prefix + key;

    private static byte[] Write(EmbeddedText text)
    {
        var value = new byte[HeaderBytes + text.Vector.Length * sizeof(float)];
        BinaryPrimitives.WriteUInt32LittleEndian(value, (uint)text.Tokens | (text.Truncated ? TruncatedFlag : 0));
        Buffer.BlockCopy(text.Vector, 0, value, HeaderBytes, value.Length - HeaderBytes);
        return value;
    }

    private static EmbeddedText? Read(byte[]? value, int dimension)
    {
        if (value is null || value.Length != HeaderBytes + dimension * sizeof(float)) return null;
        var header = BinaryPrimitives.ReadUInt32LittleEndian(value);
        var vector = new float[dimension];
        Buffer.BlockCopy(value, HeaderBytes, vector, 0, value.Length - HeaderBytes);
        return new EmbeddedText(vector, (int)(header & ~TruncatedFlag), (header & TruncatedFlag) != 0);
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Redis does not answer; vectors are cached in this process only: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
