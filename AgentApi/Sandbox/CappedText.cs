using System.Buffers;
using System.Text;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>Takes all that a stream brings and keeps its beginning.</summary>
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

    public void Add(ReadOnlySpan<byte> more)
    {
        Interlocked.Add(ref _bytes, more.Length);
        lock (_kept)
        {
            _kept.Write(more[..Math.Min(more.Length, mostBytes - _kept.WrittenCount)]);
        }
    }

    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            Add(buffer.AsSpan(0, read));
        }
    }
}
