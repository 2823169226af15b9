namespace LocalAi.Rag.Ingest;

internal static class FilePresence
{
    /// <summary>True when the system says that there is no such file; false when there is one, and when it cannot say (no permission, a dead mount).</summary>
    public static bool IsProvenAbsent(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.Directory) != 0;
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
