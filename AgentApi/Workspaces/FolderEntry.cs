namespace LocalAi.AgentApi.Workspaces;

/// <param name="Path">Relative to where the walk began.</param>
/// <param name="Name">Last part of <paramref name="Path"/>.</param>
/// <param name="IsFolder">True for a folder.</param>
/// <param name="IsLink">True for a symbolic link; it is not followed.</param>
/// <param name="Size">Bytes; 0 for folders.</param>
/// <param name="Modified">Last change of the content.</param>
internal readonly record struct FolderEntry(string Path, string Name, bool IsFolder, bool IsLink, long Size, DateTimeOffset Modified);
