using LocalAi.AgentApi.Watchers.LanguageModels;

namespace LocalAi.Tests.Watchers;

/// <summary>What each kind of server answers, in its documented shapes.</summary>
public sealed class ServerApiTests : IAsyncLifetime
{
    private WatcherHost _host = null!;
    private ServerDouble _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await WatcherHost.StartAsync(null);
        _server = await ServerDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task LlamaServer_IsAskedOnlyWhatLeavesAModelAsleep()
    {
        _server.Answer("/health", """{"status":"ok"}""");
        _server.Answer("/models", """{"object":"list","data":[{"id":"/models/qwen-7b.gguf","object":"model","meta":{"n_ctx_train":32768}}]}""");
        _server.Answer("/props", """{"default_generation_settings":{"n_ctx":8192},"total_slots":1,"model_path":"/models/qwen-7b.gguf","is_sleeping":false}""");

        var state = await AskAsync(ServerKind.Llama);

        (state.Status, state.IsGenerating).ShouldBe(("ok", null));
        state.Models.ShouldHaveSingleItem().Key.ShouldBe("qwen-7b.gguf@8192");
        _server.Answer("/props", """{"is_sleeping":true}""");
        (await AskAsync(ServerKind.Llama)).ShouldBe(new ServerState("sleeping", [], null), new SameState());
        _server.Answer("/health", """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", 503);
        (await AskAsync(ServerKind.Llama)).Status.ShouldBe("loading");
        _server.Paths.Distinct().ShouldBe(["/health", "/models", "/props"]);
    }

    [Fact]
    public async Task TheRouter_TellsTheStateOfEveryModel_AndIsNotAskedForProps()
    {
        _server.Answer("/health", """{"status":"ok"}""");
        _server.Answer(
            "/models",
            """{"data":[{"id":"a","status":{"value":"loaded","args":["llama-server","--ctx-size","4096"]}},{"id":"b","status":{"value":"unloaded","args":[]}},{"id":"c","status":{"value":"sleeping"}}]}""");
        _server.Answer("/models/unload", """{"success":true}""");

        var state = await AskAsync(ServerKind.Llama);

        state.Status.ShouldBe("ok");
        state.Models.ShouldHaveSingleItem().Key.ShouldBe("a@4096");
        (await UnloadAsync(ServerKind.Llama, "a")).ShouldBeNull();
        _server.Body("/models/unload").GetProperty("model").GetString().ShouldBe("a");
        _server.Paths.ShouldNotContain("/props");
    }

    [Fact]
    public async Task ALlamaServerWithOneModel_CannotUnloadIt_AndSaysWhatWould() =>
        (await UnloadAsync(ServerKind.Llama, "a")).ShouldNotBeNull().ShouldContain("--sleep-idle-seconds");

    [Fact]
    public async Task Inference_SaysItselfWhetherItGenerates()
    {
        const string Health =
            """{"status":"ok","models":{"folder":"/m","loaded":["tiny"],"loading":[],"unloading":[]},"requests":REQUESTS,"slots":{"total":1,"busy":0,"waiting":0},"generations":{"started":3},"limits":{"context":4096}}""";
        _server.Answer("/health", Health.Replace("REQUESTS", "0", StringComparison.Ordinal));
        var idle = await AskAsync(ServerKind.Llama);
        _server.Answer("/health", Health.Replace("REQUESTS", "1", StringComparison.Ordinal));

        idle.IsGenerating.ShouldBe(false);
        idle.Models.ShouldHaveSingleItem().Key.ShouldBe("tiny@4096");
        (await AskAsync(ServerKind.Llama)).IsGenerating.ShouldBe(true);
        _server.Paths.Distinct().ShouldBe(["/health"]);
    }

    [Fact]
    public async Task LmStudio_OfEitherVersion_ListsItsInstances()
    {
        _server.Answer("/api/v1/models", """{"models":[{"type":"llm","key":"qwen","loaded_instances":[{"id":"qwen","config":{"context_length":4096}},{"id":"qwen:2","config":{}}]},{"key":"other","loaded_instances":[]}]}""");
        _server.Answer("/api/v1/models/unload", """{"instance_id":"qwen"}""");
        (await AskAsync(ServerKind.LmStudio)).Models.Select(m => m.Key).ShouldBe(["qwen@4096", "qwen:2"]);

        _server.Answer("/api/v1/models", """{"error":"Unexpected endpoint or method. (GET /api/v1/models)"}""");
        _server.Answer("/api/v0/models", """{"object":"list","data":[{"id":"qwen","type":"llm","state":"loaded","loaded_context_length":8192},{"id":"x","state":"not-loaded"}]}""");
        (await AskAsync(ServerKind.LmStudio)).Models.Select(m => m.Key).ShouldBe(["qwen@8192"]);

        _server.Answer("/api/v1/models", "{}", 401);
        (await AskAsync(ServerKind.LmStudio)).Detail.ShouldNotBeNull().ShouldContain("ApiKey");
    }

    [Fact]
    public async Task LmStudio_IsNotDisturbed_WhileNobodyCanTellWhetherItIsInUse() =>
        (await UnloadAsync(ServerKind.LmStudio, "qwen")).ShouldNotBeNull().ShouldContain("not known whether a model is in use");

    [Theory]
    [InlineData("""[{"identifier":"a","status":"idle","queued":0},{"identifier":"b"}]""", "")]
    [InlineData("""[{"identifier":"a","status":"generating"},{"modelKey":"b","queued":2}]""", "a,b")]
    [InlineData("[]", "")]
    [InlineData("not json", null)]
    [InlineData("{}", null)]
    public void WhatLmsPrints_SaysWhichModelsAreBusy(string json, string? busy) =>
        LmsCommand.BusyModels(json).ShouldBe(busy?.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Ollama_ListsAndUnloadsWithItsOwnCall()
    {
        _server.Answer("/api/ps", """{"models":[{"name":"gemma:2b","model":"gemma:2b","size":5,"expires_at":"2026-11-30T09:00:00Z","size_vram":0,"context_length":4096}]}""");
        _server.Answer("/api/generate", """{"done":true}""");

        (await AskAsync(ServerKind.Ollama)).Models.ShouldHaveSingleItem().Key.ShouldBe("gemma:2b@4096");
        (await UnloadAsync(ServerKind.Ollama, "gemma:2b")).ShouldBeNull();

        _server.Body("/api/generate").GetProperty("keep_alive").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"models\":5,\"data\":{},\"status\":[]}")]
    [InlineData("{\"models\":[5,null,[]],\"data\":[null,{\"status\":7}]}")]
    [InlineData("no json")]
    public async Task OddAnswers_AreNoModels_AndNoFailure(string answer)
    {
        foreach (var path in new[] { "/health", "/models", "/props", "/api/ps", "/api/v1/models", "/api/v0/models" })
        {
            _server.Answer(path, answer);
        }

        foreach (var kind in Enum.GetValues<ServerKind>())
        {
            (await AskAsync(kind)).Models.Where(m => m.Id.Length > 0 && m.Id != "model").ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task AServerThatIsNotThere_IsDownWithTheReason()
    {
        var state = await _host.Get<ServerApis>().AskAsync(new ServerTarget("x", ServerKind.Llama, new Uri("http://127.0.0.1:1"), false), Cancel);

        state.IsDown.ShouldBeTrue();
        state.Detail.ShouldNotBeNullOrEmpty();
    }

    private Task<ServerState> AskAsync(ServerKind kind) => _host.Get<ServerApis>().AskAsync(Target(kind), Cancel);

    private Task<string?> UnloadAsync(ServerKind kind, string model) => _host.Get<ServerApis>()[kind].UnloadAsync(Target(kind), new LoadedModel(model), Cancel);

    private ServerTarget Target(ServerKind kind) => new("x", kind, new Uri(_server.Url), true);

    private sealed class SameState : IEqualityComparer<ServerState>
    {
        public bool Equals(ServerState? x, ServerState? y) => x?.Status == y?.Status && x!.Models.SequenceEqual(y!.Models) && x.IsGenerating == y.IsGenerating;

        public int GetHashCode(ServerState state) => 0;
    }
}
