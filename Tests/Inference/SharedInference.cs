using LocalAi.Tests.Support;

namespace LocalAi.Tests.Inference;

/// <summary>One sidecar with a tiny chat model and a tiny embedding model for all tests that only ask it questions.</summary>
public sealed class SharedInference : IAsyncLifetime
{
    private readonly TemporaryFolder _models = new();
    private InferenceServer? _server;

    internal InferenceClient Client => _server!.Client;

    public async ValueTask InitializeAsync()
    {
        InferenceServer.SkipUnlessInstalled();
        TinyGguf.WriteChat(Path.Combine(_models.Path, "tiny.gguf"));
        TinyGguf.WriteEmbedding(Path.Combine(_models.Path, "tiny-embed.gguf"));
        _server = await InferenceServer.StartAsync(_models.Path, TestContext.Current.CancellationToken, ("LOCALAI_SLOTS", "2"), ("LOCALAI_QUEUE", "64"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _models.Dispose();
    }
}
