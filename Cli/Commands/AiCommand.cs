using System.CommandLine;
using System.CommandLine.Parsing;
using LocalAi.Cli.Chat;
using LocalAi.Cli.Documents;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Interactive;

namespace LocalAi.Cli.Commands;

/// <summary><c>ai</c> without a command: a question, an index run, a tool, or a conversation.</summary>
internal static class AiCommand
{
    public static Command Create()
    {
        var root = new Command("ai") { AskOptions.Words };
        foreach (var option in AskOptions.All)
        {
            root.Add(option);
        }

        root.Run(RunAsync);
        return root;
    }

    private static Task<int> RunAsync(ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var words = parse.GetValue(AskOptions.Words) ?? [];
        RefuseUnknownOption(parse, words);
        var question = string.Join(' ', words).Trim();
        var modes = new[] { parse.GetValue(AskOptions.Rag), parse.GetValue(AskOptions.Index), parse.GetValue(AskOptions.Mcp) is not null }.Count(on => on);
        if (modes > 1)
        {
            throw CliException.Usage("--rag, --index and --mcp exclude each other.");
        }

        if (parse.GetValue(AskOptions.Index))
        {
            return IndexAction.RunAsync(words, parse, context, cancellationToken);
        }

        if (parse.GetValue(AskOptions.Mcp) is { } tool)
        {
            return ToolAction.RunAsync(tool, parse, context, cancellationToken);
        }

        if (parse.GetValue(AskOptions.Interactive) || (question.Length == 0 && modes == 0 && !Console.IsInputRedirected && !Console.IsOutputRedirected))
        {
            return new Conversation(parse, context).RunAsync(question, cancellationToken);
        }

        return parse.GetValue(AskOptions.Rag)
            ? RagAction.RunAsync(question, parse, context, cancellationToken)
            : AskAction.RunAsync(question, parse, context, cancellationToken);
    }

    // The parser takes an option it does not know for a word of the question.
    private static void RefuseUnknownOption(ParseResult parse, string[] words)
    {
        var literal = parse.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        var unknown = Array.Find(words, word => word.Length > 1 && word[0] == '-' && !word.Contains(' ', StringComparison.Ordinal));
        if (unknown is not null && !literal)
        {
            throw CliException.Usage($"There is no option {unknown}.", Advice.Help + " A word that starts with - goes after --.");
        }
    }
}
