namespace LocalAi.AgentApi.Watchers.Junk;

/// <param name="Rule">Which rule found it.</param>
/// <param name="Root">The rule's root.</param>
/// <param name="RootIdentity">The root when it was found.</param>
/// <param name="Path">Below the root.</param>
/// <param name="IsFolder">True for a folder that is empty once what stands before it is deleted.</param>
/// <param name="Bytes">What it takes on the disk.</param>
/// <param name="ModifiedAt">When it was last written to.</param>
/// <param name="Identity">Which file it is; what has another one is not deleted.</param>
internal sealed record JunkItem(
    string Rule, string Root, FileIdentity RootIdentity, string Path, bool IsFolder, long Bytes, DateTimeOffset ModifiedAt, FileIdentity Identity)
{
    public string FullPath => System.IO.Path.Combine(Root, Path);
}
