namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>Interrogatives; those of Korean with whatever is written onto them.</summary>
internal static class QuestionWords
{
    private static readonly string[] All = ["언제", "어디", "어떻", "어떤", "어느", "얼마", "며칠", "무엇", "무슨", "누구", "누가", "몇", "뭐", "뭘", "왜"];

    public static bool IsHowMany(ReadOnlySpan<char> first, ReadOnlySpan<char> second) =>
        first.Equals("how", StringComparison.OrdinalIgnoreCase) && second.Equals("many", StringComparison.OrdinalIgnoreCase);

    public static bool StartsWith(ReadOnlySpan<char> word)
    {
        foreach (var question in All)
        {
            if (word.StartsWith(question, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
