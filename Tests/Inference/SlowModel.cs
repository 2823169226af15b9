using LocalAi.Tests.Support;

namespace LocalAi.Tests.Inference;

/// <summary>A models folder with "slow", a model that takes milliseconds for a token: slow enough to be caught at work.</summary>
public sealed class SlowModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SlowModel()
    {
        TinyGguf.WriteChat(Path.Combine(_folder.Path, "slow.gguf"), layers: 8, width: 256);
    }

    internal string Folder => _folder.Path;

    internal Task<InferenceServer> StartAsync(CancellationToken cancellationToken, params (string Key, string Value)[] settings) =>
        InferenceServer.StartAsync(Folder, cancellationToken, [("LOCALAI_CONTEXT", "8192"), .. settings]);

    /// <summary>A streamed request for an answer of that many tokens.</summary>
    internal static Dictionary<string, object> Request(int tokens, params (string Key, object Value)[] more)
    {
        var request = InferenceClient.Chat(new() { ["model"] = "slow", ["max_tokens"] = tokens, ["stream"] = true });
        foreach (var (key, value) in more) request[key] = value;
        return request;
    }

    public void Dispose() => _folder.Dispose();
}
