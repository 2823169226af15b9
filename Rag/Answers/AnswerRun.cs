using System.Runtime.CompilerServices;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.SearchLogs;

namespace LocalAi.Rag.Answers;

/// <summary>One answer on its way: pieces of text, then what is told at the end and written to the search log.</summary>
internal sealed class AnswerRun(Findings findings, AnswerComposer composer, SearchLogWriter log, TimeProvider time)
{
    public QuerySources Sources { get; } = new()
    {
        QueryId = findings.Request.Id,
        Retrieval = findings.Retrieval,
        Sources = [.. findings.Chunks.Select(c => c.Source)],
        Notes = findings.Notes,
    };

    /// <summary>Set when the answer has ended.</summary>
    public QueryDone? Done { get; private set; }

    public async IAsyncEnumerable<string> ExecuteAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        double? first = null;
        var end = new AnswerEnd(AnswerMode.None);
        await foreach (var part in composer.ComposeAsync(findings, cancellationToken))
        {
            if (part.Text is { } text)
            {
                first ??= Elapsed();
                yield return text;
            }

            end = part.End ?? end;
        }

        Done = new QueryDone
        {
            QueryId = findings.Request.Id,
            Mode = end.Mode,
            Retrieval = findings.Retrieval,
            Citations = end.Citations,
            Model = end.Model,
            Complete = end.Complete,
            Usage = end.Usage,
            Timings = new QueryTimings
            {
                EmbedMs = Math.Round(findings.EmbedMs, 2),
                SearchMs = Math.Round(findings.SearchMs, 2),
                RerankMs = findings.RerankMs is { } rerankMs ? Math.Round(rerankMs, 2) : null,
                FirstTokenMs = first is { } ms ? Math.Round(ms, 2) : null,
                TotalMs = Math.Round(Elapsed(), 2),
            },
            Notes = end.Note is null ? findings.Notes : [.. findings.Notes, end.Note],
        };
        log.Write(findings, Done);
    }

    private double Elapsed() => time.GetElapsedTime(findings.Request.Arrived).TotalMilliseconds;
}
