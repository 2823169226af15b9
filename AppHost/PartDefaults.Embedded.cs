namespace LocalAi.AppHost;

/// <summary>The embedded engine reports a part whose program is not on this machine as absent, so every part is declared.</summary>
internal static class PartDefaults
{
    public static bool Includes(string part, bool publishing) => !publishing || part == "Qdrant";
}
