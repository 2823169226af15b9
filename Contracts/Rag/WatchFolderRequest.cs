namespace LocalAi.Contracts.Rag;

/// <summary><c>POST /watch-folders</c>.</summary>
/// <param name="Path">Absolute path of an existing, readable folder.</param>
/// <param name="Collection">Default: <c>default</c>.</param>
/// <param name="Tags">For every document of the folder.</param>
public sealed record WatchFolderRequest(string Path, string Collection = "default", IReadOnlyList<string>? Tags = null);
