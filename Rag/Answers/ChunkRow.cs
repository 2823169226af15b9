namespace LocalAi.Rag.Answers;

/// <summary>A candidate as it is read back from Postgres.</summary>
internal sealed record ChunkRow(
    long Id, long DocumentId, string Text, string Heading, int? Page, int LineStart, int LineEnd, int Tokens, string Title, string Path, string Uri);
