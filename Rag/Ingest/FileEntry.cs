namespace LocalAi.Rag.Ingest;

/// <summary>A file as the folder lists it.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Relative">Path below the indexed folder, with <c>/</c>.</param>
/// <param name="Bytes">Size.</param>
/// <param name="ModifiedTicks">Time of the last change, UTC ticks.</param>
/// <param name="IsLink">A symbolic link: listed, never followed.</param>
internal readonly record struct FileEntry(string Path, string Relative, long Bytes, long ModifiedTicks, bool IsLink);
