using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.Gateway;

public sealed class PrewarmTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configured_IsLoadedAfterStart_WithoutBlockingIt()
    {
        var go = new TaskCompletionSource();
        await using var ollama = await OllamaAsync(() => go.Task);

        // The gateway answers while the model is still loading.
        await using var gateway = await StartAsync(ollama, ("Prewarm:0", "chat-7b"));
        using (var models = await gateway.Client.GetAsync("/v1/models", Cancel))
        {
            models.IsSuccessStatusCode.ShouldBeTrue();
        }

        await Eventually.TrueAsync(() => Loads(ollama) == 1, "it asks Ollama to load the model", Cancel);
        go.SetResult();
        await Eventually.TrueAsync(
            async () => (await new GatewayAdminClient(gateway.Client).ListModelsAsync(Cancel)).Models.Single(m => m.Id == "chat-7b")
                .Upstreams.Single(u => u.Upstream == "ollama").State == "ready",
            "the model is ready",
            Cancel);
        ollama.Calls.ShouldBe(0, "loading is never done by inference");
    }

    [Fact]
    public async Task KeepLoaded_TouchesTheModelAgainAndAgain()
    {
        await using var ollama = await OllamaAsync();
        await using var gateway = await StartAsync(ollama, ("Prewarm:0", "chat-7b"), ("KeepLoaded:Enabled", "true"), ("KeepLoaded:Interval", "00:00:00.100"));

        await Eventually.TrueAsync(() => Loads(ollama) >= 4, "the model is touched again", Cancel);
        ollama.Calls.ShouldBe(0, "a touch is no inference");
    }

    [Fact]
    public async Task KeepLoaded_LeavesOutWhatSomebodyUnloaded()
    {
        await using var ollama = await OllamaAsync();
        await using var gateway = await StartAsync(ollama, ("Prewarm:0", "chat-7b"), ("KeepLoaded:Enabled", "true"), ("KeepLoaded:Interval", "00:00:00.100"));
        await Eventually.TrueAsync(() => Loads(ollama) >= 2, "the model is touched", Cancel);

        // A touch that was on its way may arrive after the unloading and load the model once more; then it is unloaded again.
        await Eventually.TrueAsync(
            async () =>
            {
                await new GatewayAdminClient(gateway.Client).UnloadModelAsync("chat-7b", Cancel);
                var (loads, looks) = (Loads(ollama), Looks(ollama));
                await Eventually.TrueAsync(() => Looks(ollama) >= looks + 4, "it looks again", Cancel);
                return Loads(ollama) == loads;
            },
            "what was unloaded is left alone",
            Cancel);
    }

    [Theory]
    [InlineData("KeepLoaded:Enabled", "false")]
    [InlineData("KeepLoaded:Until", "00:00:01")]
    public async Task Off_OrOutsideItsHours_NothingIsTouched(string key, string value)
    {
        await using var ollama = await OllamaAsync();
        await using var gateway = await StartAsync(
            services => services.AddSingleton<TimeProvider>(new TestClock(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero))),
            ollama, ("Prewarm:0", "chat-7b"), ("KeepLoaded:Enabled", "true"), ("KeepLoaded:Interval", "00:00:00.100"), (key, value));
        await Eventually.TrueAsync(() => Loads(ollama) == 1, "the model is loaded once", Cancel);

        for (var round = 0; round < 10; round++)
        {
            await gateway.Upstream("ollama").AskAsync(TimeSpan.Zero, Cancel);
            await Task.Delay(50, Cancel);
        }

        Loads(ollama).ShouldBe(1);
    }

    private static int Loads(ScriptedUpstream ollama) => ollama.Questions.Count(q => q == "POST /api/generate");

    private static int Looks(ScriptedUpstream ollama) => ollama.Questions.Count(q => q == "GET /api/ps");

    /// <summary>An Ollama that has one model, loads it when asked (after <paramref name="ready"/>) and unloads it when asked.</summary>
    private static async Task<ScriptedUpstream> OllamaAsync(Func<Task>? ready = null)
    {
        var ollama = await ScriptedUpstream.StartAsync();
        var loaded = false;
        ollama.Question = async context =>
        {
            if (context.Request.Path == "/api/generate")
            {
                using var reader = new StreamReader(context.Request.Body);
                var keepAlive = JsonDocument.Parse(await reader.ReadToEndAsync(context.RequestAborted)).RootElement.GetProperty("keep_alive").GetInt32();
                await (ready?.Invoke() ?? Task.CompletedTask);
                Volatile.Write(ref loaded, keepAlive > 0);
            }

            await Answers.Body(200, context.Request.Path.Value switch
            {
                "/api/tags" => """{"models":[{"name":"qwen3:8b"}]}""",
                "/api/ps" => Volatile.Read(ref loaded) ? """{"models":[{"name":"qwen3:8b"}]}""" : """{"models":[]}""",
                _ => "{}",
            })(context);
        };
        return ollama;
    }

    private static Task<TestGateway> StartAsync(ScriptedUpstream ollama, params (string, string)[] settings) => StartAsync(null, ollama, settings);

    private static Task<TestGateway> StartAsync(
        Action<IServiceCollection>? services, ScriptedUpstream ollama, params (string, string)[] settings) => TestGateway.StartAsync(
        services,
        [("Upstreams:llm:Enabled", "false"), ("Upstreams:embedding:Enabled", "false"), ("Upstreams:ollama:Enabled", "true"), ("Upstreams:ollama:Endpoint", ollama.Url), .. settings]);
}
