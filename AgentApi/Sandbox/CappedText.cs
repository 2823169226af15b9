using System.Buffers;
using System.Text;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>Reads a stream to its end and keeps its beginning.</summary>
internal sealed class CappedText(int mostBytes)
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private long _bytes;

    /// <summary>Bytes that came, kept or not.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public string Text
    {
        get
        {
            lock (_kept)
            {
                return Encoding.UTF8.GetString(_kept.WrittenSpan);
            }
        }
    }

    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            Interlocked.Add(ref _bytes, read);
            lock (_kept)
            {
                _kept.Write(buffer.AsSpan(0, Math.Min(read, mostBytes - _kept.WrittenCount)));
            }
        }
    }
}
