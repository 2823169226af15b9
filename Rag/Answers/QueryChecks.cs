using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Ingest;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Rag.Answers;

/// <summary>Checks a question; each refusal names the field and what is allowed.</summary>
internal static class QueryChecks
{
    public const int LongestQuery = 10_000;

    private const string Fields = "query, collection, collections, top, filters, mode, answer, include_context, stream, history, model";
    private const int MostCollections = 16;
    private const int MostTurns = 20;
    private const int LongestTurn = 8000;
    private static readonly string[] Models = ["auto", "chat-7b", "code-7b"];

    public static AnswerRequest Check(QueryRequest request, AnswerOptions options, string user, long arrived)
    {
        if (string.IsNullOrWhiteSpace(request.Query))
        {
            throw Wrong("query", "query is empty; ask something.");
        }

        if (request.Query.Length > LongestQuery)
        {
            throw Wrong("query", $"query has {request.Query.Length} characters; at most {LongestQuery} are answered.");
        }

        if (request.Top is < 1 or > 50)
        {
            throw Wrong("top", $"top is {request.Top}; 1 to 50 are allowed.");
        }

        if (request.Unknown is { Count: > 0 } unknown)
        {
            throw Wrong(unknown.Keys.First(), $"{unknown.Keys.First()} is no field of a question; there are {Fields}.");
        }

        if (request.Mode is { } mode && !Enum.IsDefined(mode))
        {
            throw Wrong("mode", "mode must be hybrid, lexical or dense.");
        }

        if (request.Answer is { } answer && !Enum.IsDefined(answer))
        {
            throw Wrong("answer", "answer must be auto, extractive or none.");
        }

        if (request.Model is { } model && !Models.Contains(model, StringComparer.Ordinal))
        {
            throw Wrong("model", $"model is '{model}'; allowed are {string.Join(", ", Models)}.");
        }

        CheckFilters(request.Filters);
        CheckHistory(request.History);
        return new AnswerRequest
        {
            Id = Guid.CreateVersion7(),
            Query = request.Query.Trim(),
            Collections = Collections(request),
            Top = request.Top ?? options.Top,
            Filters = request.Filters,
            Mode = request.Mode ?? SearchMode.Hybrid,
            Answer = request.Answer ?? AnswerKind.Auto,
            IncludeContext = request.IncludeContext,
            History = request.History ?? [],
            Model = request.Model ?? options.Model,
            User = user,
            Arrived = arrived,
        };
    }

    private static IReadOnlyList<string> Collections(QueryRequest request)
    {
        if (request.Collection is not null && request.Collections is not null)
        {
            throw Wrong("collections", "Give collection or collections, not both.");
        }

        if (request.Collections is not { } several)
        {
            return [CollectionName.Check(request.Collection ?? CollectionName.Default, "collection")];
        }

        if (several.Count is 0 or > MostCollections)
        {
            throw Wrong("collections", $"collections has {several.Count} names; 1 to {MostCollections} are allowed.");
        }

        return [.. several.Select(name => CollectionName.Check(name, "collections")).Distinct(StringComparer.Ordinal)];
    }

    private static void CheckFilters(QueryFilters? filters)
    {
        if (filters is null)
        {
            return;
        }

        if (filters.Unknown is { Count: > 0 } unknown)
        {
            var name = unknown.Keys.First();
            throw Wrong("filters." + name, $"filters.{name} is no filter; there are path, type, tags, modified_after, modified_before, documents.");
        }

        if (filters.Path is { Length: 0 or > 512 })
        {
            throw Wrong("filters.path", "filters.path must have 1 to 512 characters.");
        }

        if (filters.Path is { } path && !GlobRegex.IsValid(path))
        {
            throw Wrong("filters.path", "filters.path is no glob: a set in brackets is empty or runs backwards.");
        }

        CheckList(filters.Type, "filters.type", 32, 32);
        CheckList(filters.Tags, "filters.tags", 16, 64);
        if (filters.Documents is { Count: 0 or > 1000 })
        {
            throw Wrong("filters.documents", "filters.documents must have 1 to 1000 ids.");
        }
    }

    private static void CheckList(IReadOnlyList<string>? list, string field, int most, int longest)
    {
        if (list is not null && (list.Count == 0 || list.Count > most || list.Any(s => s is null || s.Length == 0 || s.Length > longest)))
        {
            throw Wrong(field, $"{field} must have 1 to {most} entries of 1 to {longest} characters.");
        }
    }

    private static void CheckHistory(IReadOnlyList<HistoryTurn>? history)
    {
        if (history is null)
        {
            return;
        }

        if (history.Count > MostTurns)
        {
            throw Wrong("history", $"history has {history.Count} turns; at most {MostTurns} are used, send the newest.");
        }

        for (var i = 0; i < history.Count; i++)
        {
            if (history[i] is not { Role: "user" or "assistant" } turn)
            {
                throw Wrong($"history[{i}].role", $"history[{i}].role must be user or assistant.");
            }

            if (turn.Content is null || turn.Content.Length > LongestTurn)
            {
                throw Wrong($"history[{i}].content", $"history[{i}].content must have at most {LongestTurn} characters.");
            }
        }
    }

    private static RequestProblemException Wrong(string field, string detail) =>
        new(StatusCodes.Status400BadRequest, detail) { Field = field, Code = "invalid_request" };
}
