using System.Net;
using System.Text.Json;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Inference;

public sealed class ModelsTests : IDisposable
{
    private readonly TemporaryFolder _models = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task List_FilesOfTheFolder_WithKindSizeAndStateAndNothingIsLoaded()
    {
        Chat("one");
        TinyGguf.WriteEmbedding(Path.Combine(_models.Path, "vectors.gguf"));
        _models.File("notes.txt", "no model");
        await using var server = await StartAsync();

        var models = await ModelsAsync(server);

        models.Keys.ShouldBe(["one", "vectors", "chat-7b", "code-7b"], ignoreOrder: true);
        models["one"].GetProperty("kind").GetString().ShouldBe("chat");
        models["one"].GetProperty("size").GetInt64().ShouldBe(new FileInfo(Path.Combine(_models.Path, "one.gguf")).Length);
        models["one"].GetProperty("context_length").GetInt32().ShouldBe(32768);
        models["vectors"].GetProperty("kind").GetString().ShouldBe("embedding");
        models["vectors"].GetProperty("dimension").GetInt32().ShouldBe(TinyGguf.EmbeddingDimension);
        models.Values.ShouldAllBe(m => m.GetProperty("state").GetString() == "unloaded");
        (await server.Client.GetAsync("/slots", Cancellation)).ShouldBeOk().Body.GetArrayLength().ShouldBe(0);
        (await HealthAsync(server)).GetProperty("llama_cpp").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Load_Unload_ChangeTheState()
    {
        Chat("one");
        await using var server = await StartAsync();

        (await server.Client.PostAsync("/models/load", new { model = "chat-7b" }, Cancellation)).ShouldBeOk().Body.GetProperty("model").GetString().ShouldBe("one");
        (await server.Client.StateAsync("one", Cancellation)).ShouldBe("loaded");
        var slot = (await server.Client.GetAsync("/slots", Cancellation)).Body[0];
        slot.GetProperty("model").GetString().ShouldBe("one");
        slot.GetProperty("is_processing").GetBoolean().ShouldBeFalse();

        (await server.Client.PostAsync("/models/unload", new { model = "one" }, Cancellation)).ShouldBeOk();
        (await server.Client.StateAsync("one", Cancellation)).ShouldBe("unloaded");
        var again = await server.Client.PostAsync("/models/unload", new { model = "one" }, Cancellation);
        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Code.ShouldBe("model_not_loaded");
        (await server.Client.PostAsync("/models/load", new { model = "two" }, Cancellation)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Idle_OverTheTtl_IsUnloadedAlthoughItsHealthIsAsked()
    {
        Chat("one");
        await using var server = await StartAsync(("LOCALAI_TTL_SECONDS", "1"));
        await AskAsync(server, "one");
        (await server.Client.StateAsync("one", Cancellation)).ShouldBe("loaded");

        var health = await server.Client.HealthUntilAsync(h => h.GetProperty("models").GetProperty("loaded").GetArrayLength() == 0, Cancellation);

        health.GetProperty("status").GetString().ShouldBe("ok");
        server.Output.ShouldContain("one: unloading, idle for 1 s");
        await AskAsync(server, "one");
    }

    [Fact]
    public async Task Loaded_MoreThanAllowed_TheLeastRecentlyUsedGoes()
    {
        Chat("one");
        Chat("two");
        Chat("three");
        await using var server = await StartAsync(("LOCALAI_MAX_LOADED", "2"));
        await AskAsync(server, "one");
        await AskAsync(server, "two");
        await AskAsync(server, "one");

        await AskAsync(server, "three");

        (await server.Client.StateAsync("two", Cancellation)).ShouldBe("unloaded");
        (await server.Client.StateAsync("one", Cancellation)).ShouldBe("loaded");
        (await server.Client.StateAsync("three", Cancellation)).ShouldBe("loaded");
    }

    [Fact]
    public async Task Loaded_OneAllowedAndTwoWanted_TheyTakeTurns()
    {
        Chat("one");
        Chat("two");
        await using var server = await StartAsync(("LOCALAI_MAX_LOADED", "1"));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => AskAsync(server, i % 2 == 0 ? "one" : "two")));
        (await HealthAsync(server)).GetProperty("models").GetProperty("loaded").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Loading_IsSeenInHealthAndEndsWith503AfterItsTime()
    {
        TinyGguf.WriteChat(Path.Combine(_models.Path, "slow.gguf"), layers: 8, width: 256);
        Chat("two");
        await using var server = await StartAsync(("LOCALAI_MAX_LOADED", "1"), ("LOCALAI_LOAD_SECONDS", "2"), ("LOCALAI_CONTEXT", "8192"));
        await server.Client.PostAsync("/models/load", new { model = "slow" }, Cancellation);
        await server.Client.HealthUntilAsync(h => Loaded(h, "slow"), Cancellation); // on a busy machine later than the request waits
        using var running = await server.Client.StreamAsync("/v1/chat/completions", SlowModel.Request(8000), Cancellation);
        await running.NextAsync(Cancellation);

        // "two" cannot load before "slow" has finished its answer and left.
        var waiting = server.Client.ChatAsync(new() { ["model"] = "two", ["max_tokens"] = 2 }, Cancellation);
        var health = await server.Client.HealthUntilAsync(h => h.GetProperty("status").GetString() == "loading", Cancellation);

        health.GetProperty("models").GetProperty("loading")[0].GetString().ShouldBe("two");
        (await server.Client.GetAsync("/health", Cancellation)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await server.Client.GetAsync("/alive", Cancellation)).ShouldBeOk();
        (await server.Client.StateAsync("two", Cancellation)).ShouldBe("loading");
        (await server.Client.StateAsync("slow", Cancellation)).ShouldBe("unloading");
        var late = await waiting;
        late.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        late.Code.ShouldBe("model_loading");
        late.Headers.RetryAfter.ShouldNotBeNull();

        running.Dispose();
        await server.Client.HealthUntilAsync(h => Loaded(h, "two"), Cancellation);
        (await server.Client.GetAsync("/health", Cancellation)).ShouldBeOk();
        await AskAsync(server, "two");
    }

    [Fact]
    public async Task PublicNames_TwoChatModels_NeedAMapping()
    {
        Chat("one");
        Chat("two");
        await using var server = await StartAsync();
        var unknown = await server.Client.PostAsync("/v1/chat/completions", InferenceClient.Chat(new() { ["model"] = "chat-7b" }), Cancellation);
        unknown.Status.ShouldBe(HttpStatusCode.NotFound);
        unknown.Message.ShouldContain("say which one in models.json");

        _models.File("models.json", """{"chat-7b": "two.gguf", "code-7b": "gone.gguf"}""");

        var models = await ModelsAsync(server);
        models["chat-7b"].GetProperty("alias_of").GetString().ShouldBe("two");
        models.ShouldNotContainKey("code-7b");
        await AskAsync(server, "chat-7b");
        (await server.Client.StateAsync("two", Cancellation)).ShouldBe("loaded");
        var gone = await server.Client.PostAsync("/v1/chat/completions", InferenceClient.Chat(new() { ["model"] = "code-7b" }), Cancellation);
        gone.Message.ShouldContain("maps it to gone.gguf, which is not in the folder");
    }

    [Fact]
    public async Task PublicNames_AFileOfThatName_ComesFirst()
    {
        Chat("chat-7b");
        Chat("other");
        _models.File("models.json", """{"chat-7b": "other.gguf"}""");
        await using var server = await StartAsync();
        await AskAsync(server, "chat-7b");
        (await server.Client.StateAsync("chat-7b", Cancellation)).ShouldBe("loaded");
        (await server.Client.StateAsync("other", Cancellation)).ShouldBe("unloaded");
    }

    [Theory]
    [InlineData("{broken")]
    [InlineData("""{"chat-7b": 5}""")]
    [InlineData("[]")]
    public async Task Mapping_Broken_IsIgnoredAndSaid(string mapping)
    {
        Chat("one");
        _models.File("models.json", mapping);
        await using var server = await StartAsync();
        var list = (await server.Client.GetAsync("/v1/models", Cancellation)).ShouldBeOk();
        list.Body.GetProperty("warnings")[0].GetString()!.ShouldContain("models.json is ignored");
        await AskAsync(server, "chat-7b");
    }

    [Fact]
    public async Task Folder_MissingAndMadeLater_IsReadThen()
    {
        var folder = Path.Combine(_models.Path, "later");
        await using var server = await InferenceServer.StartAsync(folder, Cancellation);
        (await server.Client.GetAsync("/health", Cancellation)).ShouldBeOk();
        var list = (await server.Client.GetAsync("/v1/models", Cancellation)).ShouldBeOk();
        list.Body.GetProperty("data").GetArrayLength().ShouldBe(0);
        list.Body.GetProperty("warnings")[0].GetString()!.ShouldContain("does not exist yet");
        var answer = await server.Client.ChatAsync([], Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Message.ShouldContain("put a .gguf file into " + folder);

        Directory.CreateDirectory(folder);
        TinyGguf.WriteChat(Path.Combine(folder, "tiny.gguf"));
        (await server.Client.ChatAsync(new() { ["max_tokens"] = 2 }, Cancellation)).ShouldBeOk();
    }

    [Fact]
    public async Task Files_Broken_FailClearlyAndTheServerLives()
    {
        Chat("good");
        var good = await File.ReadAllBytesAsync(Path.Combine(_models.Path, "good.gguf"), Cancellation);
        var broken = new Dictionary<string, byte[]>
        {
            ["empty"] = [],
            ["text"] = [.. Enumerable.Repeat((byte)'x', 1000)],
            ["cut-in-header"] = good[..3000],
            ["cut-in-weights"] = good[..(good.Length / 2)],
            ["no-heads"] = Patched(good, "llama.attention.head_count", 0),
            ["three-heads"] = Patched(good, "llama.attention.head_count", 3),
            ["other-width"] = Patched(good, "llama.embedding_length", 65),
            ["more-layers"] = Patched(good, "llama.block_count", 9),
            ["many-layers"] = Patched(good, "llama.block_count", uint.MaxValue),
            ["many-keys"] = [.. "GGUF"u8, 3, 0, 0, 0, .. Enumerable.Repeat((byte)0x7F, 100)],
        };
        foreach (var (name, bytes) in broken) await File.WriteAllBytesAsync(Path.Combine(_models.Path, name + ".gguf"), bytes, Cancellation);
        await using var server = await StartAsync();

        foreach (var name in broken.Keys)
        {
            var answer = await server.Client.ChatAsync(new() { ["model"] = name, ["max_tokens"] = 2 }, Cancellation);
            answer.Status.ShouldBe(HttpStatusCode.InternalServerError, name);
            answer.Code.ShouldBe("model_load_failed", name);
            answer.Message.ShouldContain($"{name}.gguf", Case.Sensitive, name);
        }

        await AskAsync(server, "good");
        var models = await ModelsAsync(server);
        broken.Keys.ShouldAllBe(name => models[name].GetProperty("status").GetProperty("failed").GetBoolean());
    }

    [Fact]
    public async Task File_BrokenThenReplaced_LoadsAtOnce()
    {
        var path = _models.File("one.gguf", "broken");
        await using var server = await StartAsync();
        (await server.Client.ChatAsync(new() { ["model"] = "one" }, Cancellation)).Code.ShouldBe("model_load_failed");
        TinyGguf.WriteChat(path);
        await AskAsync(server, "one");
    }

    private void Chat(string name) => TinyGguf.WriteChat(Path.Combine(_models.Path, name + ".gguf"), seed: (ulong)name.Length);

    private Task<InferenceServer> StartAsync(params (string, string)[] settings) => InferenceServer.StartAsync(_models.Path, Cancellation, settings);

    private static async Task AskAsync(InferenceServer server, string model) =>
        (await server.Client.ChatAsync(new() { ["model"] = model, ["max_tokens"] = 2 }, Cancellation)).ShouldBeOk();

    private static bool Loaded(JsonElement health, string model) =>
        health.GetProperty("models").GetProperty("loaded").EnumerateArray().Any(id => id.GetString() == model);

    private static async Task<JsonElement> HealthAsync(InferenceServer server) => (await server.Client.GetAsync("/health", Cancellation)).Body;

    private static async Task<Dictionary<string, JsonElement>> ModelsAsync(InferenceServer server) =>
        (await server.Client.GetAsync("/v1/models", Cancellation)).Body.GetProperty("data").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);

    /// <summary>The file with another number behind a 32-bit metadata key.</summary>
    private static byte[] Patched(byte[] file, string key, uint value)
    {
        byte[] patched = [.. file];
        var at = file.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key)) + key.Length + sizeof(uint);
        BitConverter.TryWriteBytes(patched.AsSpan(at), value).ShouldBeTrue();
        return patched;
    }
}
