using System.Net;
using LocalAi.Hosting;
using LocalAi.Hosting.Monitoring;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.Hosting;

/// <summary>A program whose health address the test serves.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Health_ComesGoesAndComesBack_IsShownWithoutRestart()
    {
        var port = PostgresServer.FreePort();
        var answer = new Answer { Status = 503, Text = "loading the model" };
        await using var server = await ServeAsync(port, answer);
        await using var run = new HostRun();
        run.Builder.AddExecutable("service", "sleep", "/", "600").WithHttpEndpoint(port: port).WithHttpHealthCheck("/health");

        await run.StartAsync();
        (await run.UntilAsync("service", ResourceStates.Starting)).Health.ShouldBeNull();
        answer.Status = 200;
        var running = await run.UntilAsync("service", s => s is { State: ResourceStates.Running, Health: "Healthy" });
        answer.Status = 503;
        var unhealthy = await run.UntilAsync("service", s => s.Health == "Unhealthy");
        answer.Status = 200;
        var again = await run.UntilAsync("service", s => s.Health == "Healthy");

        unhealthy.Reason.ShouldBe("/health answers 503 loading the model");
        again.ProcessId.ShouldBe(running.ProcessId);
        again.Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task Health_NoAnswerForLong_RestartsTheProgram()
    {
        var port = PostgresServer.FreePort();
        var answer = new Answer { Status = 200 };
        await using var server = await ServeAsync(port, answer);
        await using var run = new HostRun(null, "Host:UnresponsiveSeconds=1");
        run.Builder.AddExecutable("service", "sleep", "/", "600").WithHttpEndpoint(port: port).WithHttpHealthCheck("/health");
        await run.StartAsync();
        var running = await run.UntilAsync("service", ResourceStates.Running);

        answer.Status = 500;
        var restarted = await run.UntilAsync("service", s => s.Restarts == 1);
        answer.Status = 200;
        var again = await run.UntilAsync("service", ResourceStates.Running);

        restarted.Reason!.ShouldContain("did not answer for 1 s: /health answers 500");
        again.ProcessId.ShouldNotBe(running.ProcessId);
    }

    private static async Task<WebApplication> ServeAsync(int port, Answer answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(k => k.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.MapGet("/health", context =>
        {
            context.Response.StatusCode = answer.Status;
            return context.Response.WriteAsync(answer.Text);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class Answer
    {
        public int Status { get; set; }

        public string Text { get; init; } = "";
    }
}
