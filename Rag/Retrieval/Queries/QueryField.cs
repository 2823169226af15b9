namespace LocalAi.Rag.Retrieval.Queries;

internal enum QueryField : byte
{
    Word,
    Bigram,
}
