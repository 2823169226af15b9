namespace LocalAi.Gateway.Relaying;

/// <summary>Where an answer goes: to the caller, or into a recording that several callers read.</summary>
internal abstract class AnswerSink
{
    /// <summary>True once the head has been sent: from then on errors go into the stream.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>True once a part of the answer itself has been sent: from then on nothing can be tried again.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Sends the head of a successful answer, once.</summary>
    public void Start(AnswerHead head)
    {
        if (!HasStarted)
        {
            HasStarted = true;
            SendHead(head);
        }
    }

    /// <summary>Sends a part of the answer as one chunk. <see cref="Start"/> comes first.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        HasContent = true;
        return SendAsync(part, false, cancellationToken);
    }

    /// <summary>The same for a part after which the answer is complete: its end goes out with it, as one packet.</summary>
    public ValueTask WriteLastAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        HasContent = true;
        return SendAsync(part, true, cancellationToken);
    }

    /// <summary>Sends what is no part of the answer: a comment in a stream that says the gateway is at it, or a final error event.</summary>
    public ValueTask WriteAsideAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken) => SendAsync(part, false, cancellationToken);

    /// <summary>Makes the caller see a cut answer: used when the length or the JSON can no longer be honoured.</summary>
    public abstract void Abort();

    protected abstract void SendHead(AnswerHead head);

    /// <param name="part">To be sent at once.</param>
    /// <param name="isLast">The answer is completed after it, which sends it too.</param>
    /// <param name="cancellationToken">The caller left.</param>
    protected abstract ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast, CancellationToken cancellationToken);
}
