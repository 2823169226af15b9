namespace LocalAi.Rag.Reading;

/// <param name="Path">Absolute path, for programs that read the file themselves.</param>
/// <param name="Name">File name.</param>
/// <param name="Type">Extension without dot, lower case.</param>
/// <param name="Content">The whole file.</param>
internal sealed record SourceFile(string Path, string Name, string Type, byte[] Content);
