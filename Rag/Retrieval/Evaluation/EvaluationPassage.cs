namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>A passage of an evaluation set; what is left out counts as empty.</summary>
/// <param name="Id">Unique in the set.</param>
/// <param name="Title">Title of the document.</param>
/// <param name="Heading">Headings above it.</param>
/// <param name="Path">Path of the file.</param>
/// <param name="Text">The passage.</param>
/// <param name="Lang">Language, for the reader of the set.</param>
internal sealed record EvaluationPassage(string Id, string Text, string Title = "", string Heading = "", string Path = "", string Lang = "");
