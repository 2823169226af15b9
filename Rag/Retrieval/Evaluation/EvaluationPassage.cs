namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>A passage of an evaluation set.</summary>
internal sealed record EvaluationPassage(string Id, string Title, string Heading, string Path, string Text);
