namespace LocalAi.Rag.Retrieval;

/// <summary>The text of a candidate, read back from Postgres for the final ranking.</summary>
internal sealed record ChunkText(long Id, string Text, string Title = "", string Heading = "", string Path = "");
