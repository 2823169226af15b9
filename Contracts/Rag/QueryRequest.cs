using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rag;

/// <summary><c>POST /query</c>.</summary>
public sealed record QueryRequest
{
    /// <summary>1 to 10 000 characters.</summary>
    public required string Query { get; init; }

    /// <summary>One collection. Without this and <see cref="Collections"/>: <c>default</c>.</summary>
    public string? Collection { get; init; }

    /// <summary>Up to 16 collections at once.</summary>
    public IReadOnlyList<string>? Collections { get; init; }

    /// <summary>Sources wanted, 1 to 50. Default 8.</summary>
    public int? Top { get; init; }

    public QueryFilters? Filters { get; init; }

    /// <summary>Which arms search. Default: hybrid, which is lexical as long as there are no vectors.</summary>
    public SearchMode? Mode { get; init; }

    /// <summary>What is made of the sources. Default: auto.</summary>
    public AnswerKind? Answer { get; init; }

    /// <summary>Whether sources carry the whole text of their chunk.</summary>
    public bool IncludeContext { get; init; }

    /// <summary>Whether the answer comes as Server-Sent Events: <c>sources</c>, <c>delta</c> …, <c>done</c>.</summary>
    public bool Stream { get; init; }

    /// <summary>Earlier turns, oldest first, at most 20 of up to 8000 characters: follow-up questions are understood with them.</summary>
    public IReadOnlyList<HistoryTurn>? History { get; init; }

    /// <summary><c>auto</c> (default), <c>chat-7b</c> or <c>code-7b</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Fields that are none; a request with one is refused: a misspelt collection or filter would answer another question.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
