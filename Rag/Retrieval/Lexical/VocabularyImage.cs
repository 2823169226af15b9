namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>A vocabulary as lists that can be written and read.</summary>
/// <param name="Words">Each once.</param>
/// <param name="Signatures">Of the words, in their order.</param>
/// <param name="Loanwords">Words by consonant skeleton.</param>
internal sealed record VocabularyImage(List<string> Words, List<ulong> Signatures, List<SkeletonWord> Loanwords);
