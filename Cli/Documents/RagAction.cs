using System.CommandLine;
using LocalAi.Cli.Chat;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary><c>ai --rag "question"</c>.</summary>
internal static class RagAction
{
    public static async Task<int> RunAsync(string question, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        if (question.Length == 0)
        {
            question = await PipedText.ReadAsync(cancellationToken);
        }

        if (question.Length == 0)
        {
            throw CliException.Usage("There is no question.", Language.Pick("Try: ai --rag \"Which port does the gateway use?\"", "예: ai --rag \"게이트웨이는 몇 번 포트를 쓰나요?\""));
        }

        var request = RagOptions.Query(question, parse);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, await context.Services.Rag.QueryAsync(request, cancellationToken), OutputJson.Readable.QueryAnswer);
        }

        if (parse.GetValue(AskOptions.NoStream) || parse.GetValue(AskOptions.Sources))
        {
            var answer = await context.Services.Rag.QueryAsync(request, cancellationToken);
            ShowWhole(answer, parse.GetValue(AskOptions.Sources), context);
            return ExitCodes.Ok;
        }

        await StreamAsync(request, context, cancellationToken);
        return ExitCodes.Ok;
    }

    /// <returns>The answer's text.</returns>
    public static async Task<string> StreamAsync(QueryRequest request, CommandContext context, CancellationToken cancellationToken)
    {
        var writer = new AnswerWriter(context.Output);
        var text = new System.Text.StringBuilder();
        QuerySources? sources = null;
        QueryDone? done = null;
        await using (var waiting = new Waiting(context.Output, Language.Pick("searching", "찾는 중")))
        {
            await foreach (var item in context.Services.Rag.StreamQueryAsync(request, cancellationToken))
            {
                sources = item.Sources ?? sources;
                done = item.Done ?? done;
                if (item.Delta is { Text.Length: > 0 } delta)
                {
                    await waiting.DisposeAsync();
                    writer.Add(delta.Text);
                    text.Append(delta.Text);
                }
            }
        }

        writer.End();
        var cited = (sources?.Sources ?? []).Where(source => done?.Citations.Contains(source.N) == true);
        Close(cited, done?.Mode ?? AnswerMode.None, [.. sources?.Notes ?? [], .. done?.Notes ?? []], context);
        if (context.Verbose && done is not null)
        {
            context.Output.Error.WriteLine($"{done.Retrieval}, {done.Model ?? "no model"}: search {done.Timings.SearchMs:0} ms, total {done.Timings.TotalMs:0} ms");
        }

        return text.ToString();
    }

    private static void ShowWhole(QueryAnswer answer, bool sourcesOnly, CommandContext context)
    {
        if (sourcesOnly)
        {
            SourceList.Write(context.Output, answer.Sources, withText: true);
            Notes(answer.Notes, context);
            if (answer.Sources.Count == 0)
            {
                context.Output.Error.WriteLine(Language.Pick("ai: Nothing fits.", "ai: 맞는 문서가 없습니다."));
            }

            return;
        }

        var writer = new AnswerWriter(context.Output);
        writer.Add(answer.Answer);
        writer.End();
        Close(answer.Sources.Where(source => answer.Citations.Contains(source.N)), answer.Mode, answer.Notes, context);
    }

    private static void Close(IEnumerable<Source> cited, AnswerMode mode, IReadOnlyList<string> notes, CommandContext context)
    {
        var list = cited.ToList();
        if (list.Count > 0)
        {
            context.Output.WriteLine();
            SourceList.Write(context.Output, list, withText: false);
        }

        if (mode == AnswerMode.Extractive)
        {
            context.Output.Error.WriteLine(context.Output.PaintError("2", Language.Pick(
                "(extractive: sentences of your documents; no language model was used)", "(발췌(extractive): 언어 모델 없이 문서의 문장을 그대로 옮겼습니다)")));
        }

        Notes(notes, context);
    }

    private static void Notes(IEnumerable<string> notes, CommandContext context)
    {
        foreach (var note in notes.Distinct())
        {
            context.Output.Error.WriteLine(context.Output.PaintError("2", $"({Printable.OneLine(note)})"));
        }
    }
}
