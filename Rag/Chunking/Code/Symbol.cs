namespace LocalAi.Rag.Chunking.Code;

/// <summary>A named piece of code.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FirstLine">First line, with the comments and attributes above it.</param>
/// <param name="LastLine">Last line.</param>
internal readonly record struct Symbol(string Name, int FirstLine, int LastLine);
