using System.CommandLine;
using LocalAi.Cli.Chat;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Documents;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.OpenAi;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Interactive;

/// <summary><c>ai --interactive</c>. Ctrl+C stops an answer, not the conversation; the turn is kept as far as it came.</summary>
internal sealed class Conversation(ParseResult parse, CommandContext context)
{
    /// <summary>Turns that go along with a question to the documents: the rag service's own limit, and its limit per turn.</summary>
    private const int MostTurns = 20;
    private const int LongestTurn = 8000;

    private readonly ConversationState _state = new(AskOptions.Chat(parse, ChosenModel.Read(context.DataFolderPath)), parse.GetValue(AskOptions.Rag), parse.GetValue(AskOptions.Collection) ?? []);

    public async Task<int> RunAsync(string first, CancellationToken cancellationToken)
    {
        var history = new History(context.DataFolderPath);
        var editor = new LineEditor(context.Output, history);
        var commands = new ConversationCommands(_state, context.Output);
        context.Output.WriteLine(Language.Pick($"Model {_state.Chat.Model}. :help lists the commands, :quit ends.", $"모델 {_state.Chat.Model}. :help는 명령 목록, :quit는 끝내기."));
        context.Output.EndLine();
        if (first.Length > 0)
        {
            await AnswerAsync(first, cancellationToken);
        }

        try
        {
            while (!cancellationToken.IsCancellationRequested && editor.Read(_state.Prompt) is { } line)
            {
                line = line.Trim();
                if (line.StartsWith(':'))
                {
                    if (!commands.Run(line))
                    {
                        break;
                    }
                }
                else if (line.Length > 0)
                {
                    await AnswerAsync(line, cancellationToken);
                }
            }
        }
        finally
        {
            history.Save();
        }

        return cancellationToken.IsCancellationRequested ? ExitCodes.Cancelled : ExitCodes.Ok;
    }

    private async Task AnswerAsync(string question, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = Interruption.Divert(stop);
        try
        {
            var answer = _state.Rag ? await FromDocumentsAsync(question, stop.Token) : await FromModelAsync(question, stop.Token);
            _state.Messages.Add(ChatMessage.User(question));
            _state.Messages.Add(ChatMessage.Assistant(answer));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Output.EndLine();
            await context.Output.Error.WriteLineAsync(Language.Pick("(stopped)", "(멈춤)"));
        }
#pragma warning disable CA1031 // One failed question must not end the conversation; it is explained like everywhere else.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failure.Report(failure, context.Output, context.Verbose);
        }
    }

    private async Task<string> FromModelAsync(string question, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>();
        if (_state.Chat.System is { } system)
        {
            messages.Add(ChatMessage.System(system));
        }

        messages.AddRange(_state.Messages);
        messages.Add(ChatMessage.User(question));
        var writer = new AnswerWriter(context.Output);
        var result = await new ChatCall(context.Services.Gateway, context.Output, TimeProvider.System).AskAsync(messages, _state.Chat, writer.Add, cancellationToken);
        writer.End();
        AskAction.Report(result, context);
        return result.Answer;
    }

    private Task<string> FromDocumentsAsync(string question, CancellationToken cancellationToken)
    {
        var turns = _state.Messages.TakeLast(MostTurns)
            .Select(message => new HistoryTurn(message.Role, Printable.Shorten(message.Content ?? "", LongestTurn)))
            .ToList();
        var request = RagOptions.Query(question, parse) with
        {
            Collection = _state.Collections.Count == 1 ? _state.Collections[0] : null,
            Collections = _state.Collections.Count > 1 ? _state.Collections : null,
            History = turns.Count > 0 ? turns : null,
            Answer = null,
            Model = _state.Chat.Model,
        };
        return RagAction.StreamAsync(request, context, cancellationToken);
    }
}
