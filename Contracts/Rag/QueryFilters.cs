using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rag;

/// <summary>Narrows a search to some documents. All that are given must hold.</summary>
public sealed record QueryFilters
{
    /// <summary>Glob over the path inside the collection: <c>docs/**</c>, <c>*.md</c>, <c>src/*/README.md</c>. Up to 512 characters.</summary>
    public string? Path { get; init; }

    /// <summary>File types without dot, any of them: <c>["md", "pdf"]</c>. Up to 32.</summary>
    public IReadOnlyList<string>? Type { get; init; }

    /// <summary>Tags, all of them. Up to 16.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    public DateTimeOffset? ModifiedAfter { get; init; }

    public DateTimeOffset? ModifiedBefore { get; init; }

    /// <summary>Documents by id. Up to 1000.</summary>
    public IReadOnlyList<long>? Documents { get; init; }

    /// <summary>Fields that are no filter; a request with one is refused, since ignoring a filter would answer another question.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
