using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Rag.Ingest;

/// <summary>Checks what is to be indexed; each refusal names the field and what is allowed.</summary>
internal static class IndexChecks
{
    private const int MostDocuments = 1000;
    private const int LongestId = 512;
    private const int LongestText = 4_000_000;
    private const int MostTags = 16;
    private const int LongestTag = 64;

    public static void Check(IndexRequest request)
    {
        CollectionName.Check(request.Collection, "collection");
        CheckTags(request.Tags, "tags");
        if ((request.Path is null) == (request.Documents is null))
        {
            throw Wrong("path", "Give either path (a folder or file of this machine) or documents.");
        }

        if (request.Documents is { } documents)
        {
            CheckDocuments(documents);
        }
    }

    public static void CheckTags(IReadOnlyList<string>? tags, string field)
    {
        if (tags is not null && (tags.Count > MostTags || tags.Any(t => string.IsNullOrWhiteSpace(t) || t.Length > LongestTag)))
        {
            throw Wrong(field, $"{field} must be at most {MostTags} words of 1 to {LongestTag} characters.");
        }
    }

    private static void CheckDocuments(IReadOnlyList<IndexDocument> documents)
    {
        if (documents.Count is 0 or > MostDocuments)
        {
            throw Wrong("documents", $"documents has {documents.Count} entries; 1 to {MostDocuments} are allowed.");
        }

        for (var i = 0; i < documents.Count; i++)
        {
            if (documents[i] is not { Id.Length: > 0 and <= LongestId })
            {
                throw Wrong($"documents[{i}].id", $"documents[{i}].id must have 1 to {LongestId} characters.");
            }

            if (documents[i].Text is null || documents[i].Text.Length > LongestText)
            {
                throw Wrong($"documents[{i}].text", $"documents[{i}].text must have at most {LongestText} characters.");
            }

            if (documents[i].Title?.Length > LongestId)
            {
                throw Wrong($"documents[{i}].title", $"documents[{i}].title must have at most {LongestId} characters.");
            }

            CheckTags(documents[i].Tags, $"documents[{i}].tags");
        }

        if (documents.GroupBy(d => d.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Wrong("documents", $"documents has the id '{twice.Key}' twice.");
        }
    }

    private static RequestProblemException Wrong(string field, string detail) =>
        new(StatusCodes.Status400BadRequest, detail) { Field = field, Code = "invalid_request" };
}
