using LocalAi.Contracts;

namespace LocalAi.Gateway.Models;

/// <summary>Where the Inference service looks for models.</summary>
internal static class ModelsFolder
{
    /// <summary><c>$LOCALAI_MODELS</c>, else <c>models</c> in the data folder.</summary>
    public static string Current => Environment.GetEnvironmentVariable("LOCALAI_MODELS") is { Length: > 0 } chosen ? chosen : Path.Combine(DataFolder.Default(), "models");
}
