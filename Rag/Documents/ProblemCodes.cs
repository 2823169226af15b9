namespace LocalAi.Rag.Documents;

/// <summary>Why a file gave no text.</summary>
internal static class ProblemCodes
{
    public const string TooLarge = "too_large";
    public const string Archive = "archive";
    public const string Binary = "binary";
    public const string Empty = "empty";
    public const string Broken = "broken";
    public const string Encrypted = "encrypted";
    public const string Bomb = "zip_bomb";
    public const string TooMuchText = "too_much_text";

    /// <summary>No permission, an I/O error, a device.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The file changed each time it was read.</summary>
    public const string Changing = "changing";

    public const string ToolMissing = "tool_missing";
    public const string TooSlow = "too_slow";

    /// <summary>True when the same bytes may give text on the next run: such files are tried again each time.</summary>
    public static bool MayPass(string? code) => code is Unreadable or Changing or ToolMissing or TooSlow;
}
