namespace LocalAi.Contracts.Rag;

/// <summary><c>POST /index</c>: a folder or file of this machine, or documents in the request; one of the two.</summary>
public sealed record IndexRequest
{
    /// <summary>1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; made when it does not exist. Default: <c>default</c>.</summary>
    public string Collection { get; set; } = "default";

    /// <summary>Absolute path of an existing, readable folder or file. Only an administrator on this machine may give one.</summary>
    public string? Path { get; init; }

    /// <summary>1 to 1000 documents; a document with an id that exists is replaced.</summary>
    public IReadOnlyList<IndexDocument>? Documents { get; init; }

    /// <summary>Up to 16 tags of up to 64 characters for every document of this request.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether documents of files that are proven absent are removed. Default: true.</summary>
    public bool Prune { get; set; } = true;

    /// <summary>Whether a folder without a single entry may empty the collection; by default it is taken for an unmounted disk.</summary>
    public bool AllowEmpty { get; init; }
}
