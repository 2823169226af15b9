namespace LocalAi.ServiceDefaults.Configuration;

/// <summary>Where this installation keeps its data.</summary>
public static class DataFolder
{
    /// <summary>The configured folder, else <c>$LOCALAI_DATA</c>, else the platform's place for application data + <c>localai</c>.</summary>
    public static string Resolve(LocalAiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.DataFolder is { Length: > 0 } configured ? configured : Contracts.DataFolder.Default();
    }
}
