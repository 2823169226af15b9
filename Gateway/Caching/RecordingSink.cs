using LocalAi.Gateway.Relaying;

namespace LocalAi.Gateway.Caching;

/// <summary>Writes an answer into a recording.</summary>
internal sealed class RecordingSink(Recording recording) : AnswerSink
{
    public override void Abort()
    {
        // The recording ends with the error; its readers see that.
    }

    protected override void SendHead(AnswerHead head) => recording.Start(head);

    protected override async ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast, CancellationToken cancellationToken)
    {
        // A comment begins with a colon; an answer never does.
        recording.Append(new AnswerPart(part.ToArray(), part.Length > 0 && part.Span[0] == (byte)':'));
        await recording.RoomAsync(cancellationToken);
    }
}
