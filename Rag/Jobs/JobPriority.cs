namespace LocalAi.Rag.Jobs;

/// <summary>Lower goes first.</summary>
internal static class JobPriority
{
    /// <summary>Somebody waits for it.</summary>
    public const int Asked = 0;

    /// <summary>Watch folders.</summary>
    public const int Background = 10;
}
