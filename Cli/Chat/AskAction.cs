using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.OpenAi;

namespace LocalAi.Cli.Chat;

/// <summary><c>ai "question"</c>.</summary>
internal static class AskAction
{
    public static async Task<int> RunAsync(string question, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var piped = await PipedText.ReadAsync(cancellationToken);
        var text = (question, piped) switch
        {
            ("", "") => throw CliException.Usage("There is no question.", Language.Pick("Try: ai \"How do I undo a commit?\"", "예: ai \"커밋은 어떻게 되돌리나요?\"")),
            ("", _) => piped,
            (_, "") => question,
            _ => $"{question}\n\n{piped}",
        };

        var options = AskOptions.Chat(parse, ChosenModel.Read(context.DataFolderPath));
        List<ChatMessage> messages = [ChatMessage.User(text)];
        if (options.System is { } system)
        {
            messages.Insert(0, ChatMessage.System(system));
        }

        var answer = new AnswerWriter(context.Output);
        var call = new ChatCall(context.Services.Gateway, context.Output, TimeProvider.System);
        var result = await call.AskAsync(messages, options, context.Json ? _ => { } : answer.Add, cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, result, OutputJson.Readable.ChatResult);
        }

        answer.End();
        Report(result, context);
        return ExitCodes.Ok;
    }

    internal static void Report(ChatResult result, CommandContext context)
    {
        if (result.FinishReason == "length")
        {
            context.Output.Error.WriteLine("ai: The answer ends at the token limit; --max-tokens raises it.");
        }

        if (context.Verbose)
        {
            var tokens = result.Usage is { } usage ? $", {usage.PromptTokens} + {usage.CompletionTokens} tokens" : "";
            context.Output.Error.WriteLine($"{result.Model ?? "?"}: first token {result.FirstTokenMs ?? 0:0} ms, total {result.TotalMs:0} ms{tokens}");
        }
    }
}
