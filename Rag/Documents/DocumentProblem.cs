namespace LocalAi.Rag.Documents;

/// <param name="Code">A stable word, see <see cref="ProblemCodes"/>.</param>
/// <param name="Reason">One sentence for people.</param>
internal sealed record DocumentProblem(string Code, string Reason);
