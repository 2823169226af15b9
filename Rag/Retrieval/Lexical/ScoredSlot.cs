namespace LocalAi.Rag.Retrieval.Lexical;

internal readonly record struct ScoredSlot(int Slot, float Score);
