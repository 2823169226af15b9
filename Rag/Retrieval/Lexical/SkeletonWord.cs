namespace LocalAi.Rag.Retrieval.Lexical;

/// <param name="Skeleton">Key of its consonants.</param>
/// <param name="Vowels">Bits of its vowel pattern.</param>
/// <param name="Word">Its place in the list of words.</param>
internal readonly record struct SkeletonWord(ulong Skeleton, ulong Vowels, int Word);
