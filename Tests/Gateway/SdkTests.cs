using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using LocalAi.Tests.Gateway.Support;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace LocalAi.Tests.Gateway;

/// <summary>The official clients, unmodified, with only the base URL changed.</summary>
public sealed class SdkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DotNet_ChatStreamToolsAndErrors()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var client = Client(gateway, "chat-7b");

        var answer = await client.CompleteChatAsync([new UserChatMessage("Say hello")], cancellationToken: Cancel);
        answer.Value.Content[0].Text.ShouldBe("Hello there");
        answer.Value.Usage.TotalTokenCount.ShouldBe(9);

        var text = "";
        var tokens = 0;
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Say hello")], cancellationToken: Cancel))
        {
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            tokens = update.Usage?.OutputTokenCount ?? tokens;
        }

        (text, tokens).ShouldBe(("w0 w1 w2 ", 3));

        upstream.Once(Answers.Body(200, """{"id":"c","object":"chat.completion","created":1,"model":"t","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Seoul\"}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"""));
        var options = new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("weather", "The weather of a city", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")) },
            ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat(),
            IncludeLogProbabilities = true,
            StopSequences = { "END" },
        };
        var withTool = await client.CompleteChatAsync([new UserChatMessage("Weather?")], options, Cancel);
        withTool.Value.ToolCalls[0].FunctionName.ShouldBe("weather");
        var sent = upstream.Received.Last().Json;
        sent.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString().ShouldBe("weather");
        sent.GetProperty("response_format").GetProperty("type").GetString().ShouldBe("json_object");

        var refused = await Should.ThrowAsync<ClientResultException>(() => Client(gateway, "gpt-4o").CompleteChatAsync([new UserChatMessage("a")], cancellationToken: Cancel));
        refused.Status.ShouldBe(404);
        refused.Message.ShouldContain("chat-7b, code-7b, auto");
    }

    [Fact]
    public async Task DotNet_StreamedToolCall_ArrivesInItsParts()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.ToolCallStream;
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather") }, ToolChoice = ChatToolChoice.CreateRequiredChoice() };
        var (name, arguments, reason) = ("", "", default(ChatFinishReason?));

        await foreach (var update in Client(gateway, "chat-7b").CompleteChatStreamingAsync([new UserChatMessage("Weather?")], options, Cancel))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                name += call.FunctionName;
                arguments += call.FunctionArgumentsUpdate.ToMemory().IsEmpty ? "" : call.FunctionArgumentsUpdate.ToString();
            }

            reason = update.FinishReason ?? reason;
        }

        (name, arguments, reason).ShouldBe(("weather", """{"city":"Seoul"}""", ChatFinishReason.ToolCalls));
    }

    [Fact]
    public async Task DotNet_SchemaImageLogprobsSeedAndStop_ReachTheUpstreamAndComeBack()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Body(200, """{"id":"c","object":"chat.completion","created":1,"model":"t","choices":[{"index":0,"message":{"role":"assistant","content":"{\"name\":\"Reynard\"}","refusal":null},"logprobs":{"content":[{"token":"{","logprob":-0.25,"bytes":[123],"top_logprobs":[{"token":"[","logprob":-2.5,"bytes":[91]}]}],"refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2},"system_fingerprint":"fp"}""");
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("fox", BinaryData.FromString("""{"type":"object","properties":{"name":{"type":"string"}}}"""), jsonSchemaIsStrict: true),
            IncludeLogProbabilities = true,
            TopLogProbabilityCount = 1,
#pragma warning disable OPENAI001 // Seed is marked as experimental.
            Seed = 7,
#pragma warning restore OPENAI001
            StopSequences = { "END" },
            MaxOutputTokenCount = 50,
        };
        var image = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes([1, 2, 3]), "image/gif");

        var answer = (await Client(gateway, "chat-7b").CompleteChatAsync([new UserChatMessage(ChatMessageContentPart.CreateTextPart("Who?"), image)], options, Cancel)).Value;

        answer.Content[0].Text.ShouldBe("""{"name":"Reynard"}""");
        answer.ContentTokenLogProbabilities[0].LogProbability.ShouldBe(-0.25f);
        answer.ContentTokenLogProbabilities[0].TopLogProbabilities[0].Token.ShouldBe("[");
        var sent = upstream.Received.Single().Json;
        sent.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeTrue();
        sent.GetProperty("messages")[0].GetProperty("content")[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("data:image/gif;base64,AQID");
        (sent.GetProperty("seed").GetInt32(), sent.GetProperty("logprobs").GetBoolean(), sent.GetProperty("top_logprobs").GetInt32()).ShouldBe((7, true, 1));
        (sent.GetProperty("stop")[0].GetString(), sent.GetProperty("max_completion_tokens").GetInt32()).ShouldBe(("END", 50));
    }

    [Fact]
    public async Task DotNet_Embeddings_InBase64AsTheClientAsksForThem()
    {
        await using var embedding = await ScriptedUpstream.StartAsync();
        embedding.Answer = Answers.Base64Embedding;
        await using var gateway = await TestGateway.StartAsync(("Upstreams:embedding:Endpoint", embedding.Url));
        var client = new EmbeddingClient("embedding", new ApiKeyCredential("unused"), Options(gateway));

        var vector = (await client.GenerateEmbeddingAsync("안녕", cancellationToken: Cancel)).Value.ToFloats();

        vector.ToArray().ShouldBe([0.5f, -1f]);
        embedding.Received.Single().Json.GetProperty("encoding_format").GetString().ShouldBe("base64");
    }

    [Fact]
    public async Task Node_OfficialClient_ChatStreamModelsAndErrors()
    {
        var folder = NpmFolder();
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "openai")), "The npm package openai is not installed: npm ci in Tests/Npm/openai");
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream
            .Once(Answers.Default).Once(Answers.Default)
            .Once(Answers.ToolCallStream)
            .Once(Answers.Body(200, """{"id":"c","object":"text_completion","created":1,"model":"t","choices":[{"index":0,"text":"a)","logprobs":null,"finish_reason":"stop"},{"index":1,"text":"b)","logprobs":null,"finish_reason":"stop"}]}"""))
            .Once(Answers.Base64Embedding)
            .Once(Answers.ResetAfter(1));
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url), ("Upstreams:embedding:Endpoint", upstream.Url));
        using var node = Process.Start(new ProcessStartInfo("node", ["client.mjs", gateway.Address + "v1"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = node.StandardError.ReadToEndAsync(Cancel);
        var output = await node.StandardOutput.ReadToEndAsync(Cancel);
        await node.WaitForExitAsync(Cancel);

        output.ShouldBe(
            """
            chat Hello there 9
            stream w0 w1 w2  3
            models chat-7b,code-7b,auto
            model localai
            tool weather Seoul tool_calls
            completion a)|b)
            embedding 0.5,-1
            error 404 model_not_found
            broken w0 
            broken upstream_broken_stream

            """.ReplaceLineEndings("\n"),
            await error);
        var completion = upstream.Received.Single(r => r.Path == "/v1/completions").Json;
        (completion.GetProperty("n").GetInt32(), completion.GetProperty("seed").GetInt32(), completion.GetProperty("logprobs").GetInt32()).ShouldBe((2, 3, 1));
    }

    private static ChatClient Client(TestGateway gateway, string model) => new(model, new ApiKeyCredential("unused"), Options(gateway));

    private static OpenAIClientOptions Options(TestGateway gateway) => new() { Endpoint = new Uri(gateway.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) };

    private static string NpmFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LocalAi.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "Tests", "Npm", "openai");
    }
}
