namespace LocalAi.Rag.Reading;

/// <summary>A file gives no text. Reported, never fatal.</summary>
/// <param name="code">A stable word, see <see cref="Documents.ProblemCodes"/>.</param>
/// <param name="reason">One sentence for people.</param>
internal sealed class UnreadableFileException(string code, string reason) : Exception(reason)
{
    public string Code { get; } = code;
}
