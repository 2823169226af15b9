namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>The kinds of servers the gateway knows.</summary>
internal static class UpstreamProviders
{
    private static readonly Dictionary<string, IUpstreamProvider> ByName = new IUpstreamProvider[]
    {
        new InferenceProvider(),
        new LlamaServerProvider(),
        new LmStudioProvider(),
        new OllamaProvider(),
        new OpenAiProvider(),
        new EmbeddingProvider(),
        new GeminiProvider(),
    }.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    public static string[] Names { get; } = [.. ByName.Keys];

    public static IUpstreamProvider Get(string name) => ByName[name];
}
