using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using LocalAi.Tests.Gateway.Support;
using OpenAI;
using OpenAI.Chat;

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
    public async Task Node_OfficialClient_ChatStreamModelsAndErrors()
    {
        var folder = NpmFolder();
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "openai")), "The npm package openai is not installed: npm ci in Tests/Npm/openai");
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        using var node = Process.Start(new ProcessStartInfo("node", ["client.mjs", gateway.Address + "v1"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = node.StandardError.ReadToEndAsync(Cancel);
        var output = await node.StandardOutput.ReadToEndAsync(Cancel);
        await node.WaitForExitAsync(Cancel);

        output.ShouldBe("chat Hello there 9\nstream w0 w1 w2  3\nmodels chat-7b,code-7b,auto\nerror 404 model_not_found\n", await error);
    }

    private static ChatClient Client(TestGateway gateway, string model) => new(
        model,
        new ApiKeyCredential("unused"),
        new OpenAIClientOptions { Endpoint = new Uri(gateway.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) });

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
