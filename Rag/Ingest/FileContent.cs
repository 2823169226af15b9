namespace LocalAi.Rag.Ingest;

/// <param name="Bytes">The whole file as it was at one moment.</param>
/// <param name="ModifiedTicks">Its time then.</param>
internal sealed record FileContent(byte[] Bytes, long ModifiedTicks);
