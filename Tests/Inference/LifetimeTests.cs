using System.Globalization;
using System.Net.Sockets;

namespace LocalAi.Tests.Inference;

public sealed class LifetimeTests(SlowModel slow) : IClassFixture<SlowModel>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminate_WhileStreaming_LetsTheAnswerFinish()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_DRAIN_SECONDS", "60"));
        using var stream = await server.Client.StreamAsync("/v1/chat/completions", SlowModel.Request(400), Cancellation);
        await stream.NextAsync(Cancellation);

        server.Terminate();
        var events = await stream.AllAsync(Cancellation);

        stream.Done.ShouldBeTrue();
        events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
        (await server.ExitCodeAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Terminate_DrainTimeOver_EndsTheStreamWithAnErrorNotAsComplete()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_DRAIN_SECONDS", "0"));
        using var stream = await server.Client.StreamAsync("/v1/chat/completions", SlowModel.Request(8000), Cancellation);
        await stream.NextAsync(Cancellation);

        server.Terminate();
        var events = await stream.AllAsync(Cancellation);

        stream.Done.ShouldBeFalse();
        events[^1].GetProperty("error").GetProperty("code").GetString().ShouldBe("stopping");
        (await server.ExitCodeAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Terminate_Idle_EndsAtOnceAndRefusesConnections()
    {
        await using var server = await slow.StartAsync(Cancellation);
        server.Terminate();
        (await server.ExitCodeAsync(Cancellation)).ShouldBe(0);
        using var socket = new TcpClient();
        await Should.ThrowAsync<SocketException>(socket.ConnectAsync("127.0.0.1", server.Client.Address.Port, Cancellation).AsTask());
    }

    [Fact]
    public async Task Terminate_HalfARequestIsThere_IsNotWaitedFor()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_DRAIN_SECONDS", "600"));
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Client.Address.Port, Cancellation);
        await socket.GetStream().WriteAsync("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), Cancellation);
        await server.Client.GetAsync("/health", Cancellation);

        server.Terminate();

        (await server.ExitCodeAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task ParentPipe_Closed_EndsTheServer()
    {
        await using var server = await slow.StartAsync(Cancellation, ("LOCALAI_PARENT_PIPE", "1"));
        server.ClosePipe();
        (await server.ExitCodeAsync(Cancellation)).ShouldBe(0);
        server.Output.ShouldContain("the parent is gone");
    }

    [Fact]
    public async Task Port_Taken_IsNamed()
    {
        await using var server = await slow.StartAsync(Cancellation);
        var port = server.Client.Address.Port.ToString(CultureInfo.InvariantCulture);
        var (exitCode, output) = await InferenceServer.RunToEndAsync(slow.Folder, Cancellation, ("PORT", port));
        exitCode.ShouldBe(1);
        output.ShouldContain($"Port {port} is taken: set PORT to a free one.");
    }

    [Theory]
    [InlineData("PORT", "http", "0 to 65535")]
    [InlineData("LOCALAI_THREADS", "0", "1 to 256")]
    [InlineData("LOCALAI_SLOTS", "1.5", "1 to 16")]
    [InlineData("LOCALAI_QUEUE", "-1", "0 to 1024")]
    [InlineData("LOCALAI_CONTEXT", "12", "256 to 262144")]
    [InlineData("LOCALAI_BATCH", "1", "16 to 4096")]
    [InlineData("LOCALAI_MAX_TOKENS", "many", "1 to 262144")]
    [InlineData("LOCALAI_MAX_LOADED", "99", "1 to 16")]
    [InlineData("LOCALAI_TTL_SECONDS", "15m", "0 to 604800")]
    [InlineData("LOCALAI_LOAD_SECONDS", "0", "1 to 3600")]
    [InlineData("LOCALAI_GENERATION_SECONDS", "0", "1 to 86400")]
    [InlineData("LOCALAI_DRAIN_SECONDS", "601", "0 to 600")]
    [InlineData("LOCALAI_BODY_MB", "0", "1 to 256")]
    [InlineData("LOCALAI_GPU", "cuda", "auto, off")]
    [InlineData("LOCALAI_GPU_LAYERS", "all", "auto, max or a whole number from 0 to 1000")]
    [InlineData("LOCALAI_PARENT_PIPE", "yes", "0, 1")]
    [InlineData("LOCALAI_MODELS", "models", "an absolute path")]
    public async Task Setting_NotAllowed_NamesKeyValueAndWhatIs(string key, string value, string allowed)
    {
        var (exitCode, output) = await InferenceServer.RunToEndAsync(slow.Folder, Cancellation, (key, value));
        exitCode.ShouldBe(1);
        output.ShouldContain($"{key} is \"{value}\"; it must be");
        output.ShouldContain(allowed);
    }
}
