using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Gateway.Calls;

namespace LocalAi.Gateway.Caching;

/// <summary>Remembers the canonical key of bodies seen lately: a repeated request is hashed, not read again.</summary>
internal sealed class CanonicalKeys
{
    private const int MostKeys = 4096;

    private readonly ConcurrentDictionary<Digest, string> _keys = new();

    /// <param name="call">The request.</param>
    /// <param name="scope">Whose answers these are; empty when callers share them.</param>
    public string KeyOf(ModelCall call, string scope)
    {
        var digest = DigestOf(call, scope);
        if (_keys.TryGetValue(digest, out var known))
        {
            return known;
        }

        var key = CanonicalRequest.KeyOf(call, scope);
        if (_keys.Count >= MostKeys)
        {
            _keys.Clear();
        }

        _keys[digest] = key;
        return key;
    }

    private static Digest DigestOf(ModelCall call, string scope)
    {
        var head = $"{scope}\n{call.Model}\n{(int)call.Kind}\n";
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(head.Length) + call.Body.Length);
        var length = Encoding.UTF8.GetBytes(head, buffer);
        call.Body.Span.CopyTo(buffer.AsSpan(length));
        Digest digest = default;
        SHA256.HashData(buffer.AsSpan(0, length + call.Body.Length), MemoryMarshal.AsBytes(new Span<Digest>(ref digest)));
        ArrayPool<byte>.Shared.Return(buffer);
        return digest;
    }

    /// <summary>SHA-256.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Digest(ulong A, ulong B, ulong C, ulong D);
}
