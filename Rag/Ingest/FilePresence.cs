namespace LocalAi.Rag.Ingest;

internal static class FilePresence
{
    /// <summary>True when the system says that there is no such file; false when there is one, and when it cannot say (no permission, a dead mount).</summary>
    public static bool IsProvenAbsent(string path)
    {
        try
        {
            // A folder in its place means the file is gone; a link to a folder is still the link.
            return (File.GetAttributes(path) & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
