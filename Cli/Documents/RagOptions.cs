using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary>The question to the documents, from the command line.</summary>
internal static class RagOptions
{
    /// <summary>The rag service's own limit.</summary>
    public const int LongestQuestion = 10_000;

    public static QueryRequest Query(string question, ParseResult parse)
    {
        if (question.Length > LongestQuestion)
        {
            throw CliException.Usage($"The question has {question.Length} characters; at most {LongestQuestion} can be searched for.");
        }

        if (parse.GetValue(AskOptions.Top) is < 1 or > 50)
        {
            throw CliException.Usage($"--top is {parse.GetValue(AskOptions.Top)}; it goes from 1 to 50.");
        }

        var collections = parse.GetValue(AskOptions.Collection) ?? [];
        var sourcesOnly = parse.GetValue(AskOptions.Sources);
        return new QueryRequest
        {
            Query = question,
            Collection = collections.Length == 1 ? collections[0] : null,
            Collections = collections.Length > 1 ? collections : null,
            Top = parse.GetValue(AskOptions.Top),
            Filters = FilterParser.Parse(parse.GetValue(AskOptions.Filter) ?? []),
            Answer = sourcesOnly ? AnswerKind.None : null,
            IncludeContext = sourcesOnly,
            Model = AskOptions.Chat(parse, Chat.ChosenModel.Default).Model,
        };
    }
}
