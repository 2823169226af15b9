using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Relaying;

namespace LocalAi.Gateway.Caching;

/// <summary>Copies a recording to one caller: what is there at once, the rest as it comes.</summary>
internal sealed class RecordingReader(Recording recording) : IDisposable
{
    /// <returns>Null when the whole answer was copied, else the error.</returns>
    public async ValueTask<OpenAiError?> CopyToAsync(AnswerSink sink, CancellationToken clientGone)
    {
        var live = !recording.IsComplete;
        while (true)
        {
            var next = recording.Next(this);
            if (next.Part is { } part)
            {
                sink.Start(recording.Head!.Value);
                if (!part.IsAside)
                {
                    await sink.WriteAsync(part.Bytes, clientGone);
                }
                else if (live)
                {
                    await sink.WriteAsideAsync(part.Bytes, clientGone);
                }
            }
            else if (next.IsEnd)
            {
                return recording.Error;
            }
            else if (next.IsCutOff)
            {
                sink.Abort();
                return new OpenAiError(StatusCodes.Status502BadGateway, "The caller reads too slowly for an answer it shares with others.", "api_error", "reader_too_slow");
            }
            else
            {
                await next.More!.WaitAsync(clientGone);
            }
        }
    }

    public void Dispose() => recording.Leave(this);
}
