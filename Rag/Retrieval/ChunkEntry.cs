namespace LocalAi.Rag.Retrieval;

/// <summary>A chunk as the index takes it in. The index keeps neither texts nor paths: Postgres is the truth.</summary>
/// <param name="Id">Unique over all collections, as in Postgres.</param>
/// <param name="DocumentId">The document the chunk belongs to; filters and deletes go by it.</param>
/// <param name="Text">The chunk's own text, without its headings.</param>
/// <param name="Title">Title of the document, or its file name; may be empty.</param>
/// <param name="Heading">Heading path of the chunk ("Install &gt; Linux"); may be empty.</param>
/// <param name="Path">Path inside the collection, with <c>/</c>; may be empty.</param>
/// <param name="Vector">Embedding, or null when none was made; every vector of a collection has the same length.</param>
/// <param name="Stamp">What the index took in, as a number (<see cref="ChunkStamp"/>): another one in Postgres means that the index is out of date.</param>
internal sealed record ChunkEntry(
    long Id,
    long DocumentId,
    string Text,
    string Title = "",
    string Heading = "",
    string Path = "",
    float[]? Vector = null,
    ulong Stamp = 0);
