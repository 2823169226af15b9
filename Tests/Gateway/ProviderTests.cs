using System.Net;
using System.Text;
using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Upstreams;
using LocalAi.Gateway.Upstreams.Providers;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

public sealed class ProviderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LmStudio_ModelIsChosenFromItsList_AndGetsATtl()
    {
        await using var studio = await ScriptedUpstream.StartAsync();
        studio.Question = context => context.Request.Path == "/api/v0/models"
            ? Answers.Body(200, """{"data":[{"id":"nomic-embed","type":"embeddings","state":"loaded"},{"id":"qwen2.5-coder-7b","type":"llm","state":"not-loaded"},{"id":"llama-3-8b","type":"llm","state":"loaded"}]}""")(context)
            : Answers.Body(404, "{}")(context);
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Enabled", "false"), ("Upstreams:lmstudio:Enabled", "true"), ("Upstreams:lmstudio:Endpoint", studio.Url));

        using var chat = await gateway.Client.PostAsync(Chat.Request());
        using var code = await gateway.Client.PostAsync(Chat.Request("code-7b"));

        var sent = studio.Received.Select(r => r.Json).ToList();
        sent.Select(s => s.GetProperty("model").GetString()).ShouldBe(["llama-3-8b", "qwen2.5-coder-7b"]);
        sent[0].GetProperty("ttl").GetInt32().ShouldBe(900);
    }

    [Fact]
    public async Task Ollama_LoadsAndUnloadsWithoutInference()
    {
        await using var ollama = await ScriptedUpstream.StartAsync();
        var loaded = "[]";
        ollama.Question = async context =>
        {
            if (context.Request.Path == "/api/generate")
            {
                using var reader = new StreamReader(context.Request.Body);
                var keepAlive = JsonDocument.Parse(await reader.ReadToEndAsync(Cancel)).RootElement.GetProperty("keep_alive").GetInt32();
                Volatile.Write(ref loaded, keepAlive == 0 ? "[]" : """[{"name":"qwen3:8b"}]""");
            }

            await Answers.Body(200, context.Request.Path.Value switch
            {
                "/api/tags" => """{"models":[{"name":"qwen3:8b"}]}""",
                "/api/ps" => "{\"models\":" + Volatile.Read(ref loaded) + "}",
                _ => "{}",
            })(context);
        };
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Enabled", "false"), ("Upstreams:ollama:Enabled", "true"), ("Upstreams:ollama:Endpoint", ollama.Url));
        var admin = new GatewayAdminClient(gateway.Client);

        var warmed = (await admin.PrewarmAsync(new PrewarmRequest(["chat-7b"]), Cancel)).Models.Single();

        (warmed.Ready, warmed.Upstream).ShouldBe((true, "ollama"));
        loaded.ShouldContain("qwen3:8b");
        await admin.UnloadModelAsync("chat-7b", Cancel);
        loaded.ShouldBe("[]");
        ollama.Calls.ShouldBe(0, "loading is never done by inference");
    }

    [Fact]
    public async Task LlamaServerRouter_LoadsByItsOwnEndpoint()
    {
        await using var server = await ScriptedUpstream.StartAsync();
        var state = "unloaded";
        server.Question = context =>
        {
            if (context.Request.Path == "/models/load")
            {
                Volatile.Write(ref state, "loaded");
            }

            return Answers.Body(context.Request.Path == "/slots" ? 501 : 200, context.Request.Path.Value switch
            {
                "/v1/models" => $$$"""{"data":[{"id":"qwen-coder","status":{"value":"{{{Volatile.Read(ref state)}}}"}}]}""",
                _ => """{"status":"ok"}""",
            })(context);
        };
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Provider", "llama.cpp"), ("Upstreams:llm:Endpoint", server.Url));

        var result = await new GatewayAdminClient(gateway.Client).LoadModelAsync("code-7b", Cancel);

        result.Models.Single().Ready.ShouldBeTrue();
        state.ShouldBe("loaded");
    }

    [Fact]
    public async Task Slots_AreLearntFromTheServer()
    {
        await using var server = await ScriptedUpstream.StartAsync();
        server.Question = context => Answers.Body(200, context.Request.Path.Value switch
        {
            "/slots" => """[{"id":0,"is_processing":false},{"id":1,"is_processing":false},{"id":2,"is_processing":true}]""",
            "/v1/models" => """{"data":[{"id":"tiny"}]}""",
            _ => """{"status":"ok"}""",
        })(context);
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", server.Url));

        var state = (await new GatewayAdminClient(gateway.Client).ListUpstreamsAsync(Cancel)).Upstreams.Single(u => u.Name == "llm");

        state.Slots.ShouldBe(3);
        state.State.ShouldBe("ready");
    }

    [Fact]
    public async Task State_IsAskedOneQuestionAtATime()
    {
        await using var server = await ScriptedUpstream.StartAsync();
        var (running, most) = (0, 0);
        server.Question = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(5, context.RequestAborted);
            Interlocked.Decrement(ref running);
            await Answers.LlamaServer(context);
        };
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", server.Url), ("Upstreams:embedding:Enabled", "false"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.Upstream("llm").AskAsync(TimeSpan.Zero, Cancel).AsTask()));

        most.ShouldBe(1);
    }

    [Fact]
    public async Task Cloud_IsOffUntilKeyAndPermission()
    {
        await using var gateway = await TestGateway.StartAsync(("Upstreams:gemini:Enabled", "true"));
        var admin = new GatewayAdminClient(gateway.Client);

        (await Detail()).ShouldBe("off until its Key is set");
        gateway.Reload(("Upstreams:gemini:Key", "secret"));
        (await Detail()).ShouldNotBeNull().ShouldContain("Gateway:AllowCloud");
        gateway.Reload(("AllowCloud", "true"), ("Upstreams:gemini:Endpoint", $"http://127.0.0.1:{PostgresServer.FreePort()}"));
        (await Detail()).ShouldNotBeNull().ShouldContain("nothing answers");

        async Task<string?> Detail() => (await admin.ListUpstreamsAsync(Cancel)).Upstreams.Single(u => u.Name == "gemini").Detail;
    }

    [Fact]
    public async Task Gemini_MissingToolCallIndexIsAdded_UnknownFieldsStay()
    {
        await using var gemini = await ScriptedUpstream.StartAsync();
        gemini.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"s+/="}}}]},"finish_reason":"tool_calls"}]}""" + "\n\ndata: [DONE]\n\n");
        };
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Enabled", "false"), ("Upstreams:gemini:Enabled", "true"), ("Upstreams:gemini:Endpoint", gemini.Url), ("Upstreams:gemini:Key", "secret"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        var call = JsonDocument.Parse((await response.EventsAsync())[0]).RootElement.GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls")[0];
        call.GetProperty("index").GetInt32().ShouldBe(0);
        call.GetProperty("extra_content").GetProperty("google").GetProperty("thought_signature").GetString().ShouldBe("s+/=");
        var sent = gemini.Received.Single();
        (sent.Path, sent.Headers["Authorization"], sent.Json.GetProperty("model").GetString()).ShouldBe(("/v1beta/openai/chat/completions", "Bearer secret", "gemini-2.5-flash"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://llm:8001", true)]
    [InlineData("http://192.168.0.7", true)]
    [InlineData("http://[fd00::1]", true)]
    [InlineData("http://box.local", true)]
    [InlineData("https://api.openai.com", false)]
    [InlineData("http://8.8.8.8", false)]
    public void Locality_TellsThisNetworkFromTheRest(string url, bool isLocal) => Locality.IsLocal(new Uri(url)).ShouldBe(isLocal);

    [Fact]
    public void Choice_PrefersTheModelMadeForIt()
    {
        UpstreamModel[] models = [new("text-embedding", "loaded"), new("llama", "unloaded"), new("mistral", "loaded"), new("deepseek-coder", "unloaded")];

        ModelChoice.Choose("chat-7b", models).ShouldBe("mistral");
        ModelChoice.Choose("code-7b", models).ShouldBe("deepseek-coder");
        ModelChoice.Choose("code-7b", [new("llama", "unloaded")]).ShouldBe("llama");
        ModelChoice.Choose("chat-7b", [.. models, new("chat-7b", "unloaded")]).ShouldBe("chat-7b");
        ModelChoice.Choose("chat-7b", [new("bge-m3", "loaded")]).ShouldBeNull();
    }

    [Fact]
    public void Mender_LeavesOtherEventsAlone()
    {
        ReadOnlyMemory<byte> events = Encoding.UTF8.GetBytes("data: {\"choices\":[]}\n\n");

        ToolCallIndexMender.Instance.Mend(events).Equals(events).ShouldBeTrue();
    }

    [Fact]
    public async Task NoModelAtAll_503NamesTheModelsFolder()
    {
        await using var server = await ScriptedUpstream.StartAsync();
        server.Answer = Answers.Body(503, """{"error":{"message":"no model file is in the models folder","code":"no_model"}}""");
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", server.Url));

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var error = await response.ErrorAsync();
        error.GetProperty("code").GetString().ShouldBe("no_model");
        error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("Models that are there: tiny (llm)");
        server.Calls.ShouldBe(1, "trying again brings no model");
    }

    [Fact]
    public async Task Embeddings_GoToTheEmbeddingService()
    {
        await using var embedding = await ScriptedUpstream.StartAsync();
        embedding.Answer = Answers.Body(200, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1]}],"usage":{"prompt_tokens":3,"total_tokens":3}}""");
        await using var gateway = await TestGateway.StartAsync(("Upstreams:embedding:Endpoint", embedding.Url));

        using var response = await gateway.Client.PostAsync("""{"model":"embedding","input":["a"]}""", "/v1/embeddings");
        using var wrong = await gateway.Client.PostAsync("""{"model":"embedding"}""", "/v1/embeddings");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        embedding.Received.Single().Path.ShouldBe("/v1/embeddings");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Weights_ShareTheRequests()
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:a:Endpoint", first.Url), ("Upstreams:b:Endpoint", second.Url),
            ("Models:chat-7b:0:Upstream", "a"), ("Models:chat-7b:0:Model", "m"), ("Models:chat-7b:0:Weight", "3"), ("Models:chat-7b:0:Order", "0"),
            ("Models:chat-7b:1:Upstream", "b"), ("Models:chat-7b:1:Model", "m"), ("Models:chat-7b:1:Weight", "1"), ("Models:chat-7b:1:Order", "0"));

        for (var i = 0; i < 8; i++)
        {
            using var response = await gateway.Client.PostAsync(Chat.Request());
        }

        (first.Calls, second.Calls).ShouldBe((6, 2));
        first.Received.First().Json.GetProperty("model").GetString().ShouldBe("m");
    }

    [Fact]
    public async Task Health_TellsEndpointsApart_AndIsUpWithoutAModel()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Endpoint", upstream.Url), ("Upstreams:embedding:Endpoint", $"http://127.0.0.1:{PostgresServer.FreePort()}"));

        using var response = await gateway.Client.GetAsync("/health", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var health = await new GatewayAdminClient(gateway.Client).HealthAsync(Cancel);
        health.HealthyEndpoints.Single().Upstream.ShouldBe("llm");
        health.HealthyEndpoints.Single().Models.ShouldBe(["chat-7b", "code-7b"]);
        health.UnhealthyEndpoints.Single().Reason.ShouldNotBeNull().ShouldContain("nothing answers");
        (health.HealthyCount, health.UnhealthyCount).ShouldBe((1, 1));
        upstream.Calls.ShouldBe(0, "health is never asked by inference");
    }
}
