namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>The head of an upstream's answer, and its body as it comes. Disposing of it before the end of the body ends the upstream's work.</summary>
internal abstract class UpstreamResponse : IDisposable
{
    public abstract int Status { get; }

    /// <summary>As sent, parameters included; null when it is missing.</summary>
    public abstract string? ContentType { get; }

    /// <summary>Bytes; null when the upstream does not say.</summary>
    public abstract long? ContentLength { get; }

    /// <summary>Seconds or a date (RFC 9110 section 10.2.3), as sent; null when it is missing.</summary>
    public abstract string? RetryAfter { get; }

    /// <summary>True when it is known already that nothing more of the body comes.</summary>
    public virtual bool IsOver => false;

    /// <summary>Media type without parameters; null when it is missing.</summary>
    public string? MediaType
    {
        get
        {
            var end = ContentType?.IndexOf(';', StringComparison.Ordinal) ?? -1;
            return end < 0 ? ContentType : ContentType![..end].TrimEnd();
        }
    }

    /// <summary>Reads what has come of the body, as much as fits; waits only while nothing has.</summary>
    /// <returns>Bytes; 0 at its end.</returns>
    /// <exception cref="IOException">The connection broke, or ended before the body did, or the body is not framed as HTTP says.</exception>
    /// <exception cref="OperationCanceledException">The token of the request was cancelled.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    public abstract void Dispose();
}
