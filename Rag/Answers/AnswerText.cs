namespace LocalAi.Rag.Answers;

/// <summary>What the service says itself, in the language of the question.</summary>
internal static class AnswerText
{
    public static bool IsKorean(string text) => text.Any(c => c is >= '\uAC00' and <= '\uD7A3');

    public static string NotFound(string query) => IsKorean(query)
        ? "색인된 문서에서 이 질문에 대한 답을 찾지 못했습니다."
        : "The indexed documents do not answer this question.";
}
