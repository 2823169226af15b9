namespace LocalAi.Hosting.Storage;

/// <summary>Generated values, one file each in keys/ with mode 0600. Made once; a restart finds them again.</summary>
internal sealed class SecretStore(Func<string> dataFolder)
{
    private readonly Lock _gate = new();

    /// <exception cref="StartException">The file cannot be read or written.</exception>
    public string GetOrAdd(string name, Func<string> make)
    {
        var folder = Path.Combine(dataFolder(), "keys");
        var path = Path.Combine(folder, name);
        lock (_gate)
        {
            try
            {
                if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept)
                {
                    return kept;
                }

                DataFolder.CreateOwnerOnly(folder);
                var value = make();
                AtomicFile.Write(path, value);
                return value;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new StartException($"The key file {path} cannot be read or written: {failure.Message}");
            }
        }
    }
}
