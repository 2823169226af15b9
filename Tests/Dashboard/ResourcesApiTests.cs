using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalAi.Hosting.Monitoring;

namespace LocalAi.Tests.Dashboard;

public sealed class ResourcesApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resources_AreServedInTheShapeOfTheRunFile()
    {
        await using var host = await DashboardHost.StartAsync();
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/resources", Token))!;
        view["pid"]!.GetValue<int>().ShouldBe(Environment.ProcessId);
        view["readySeconds"]!.GetValue<double>().ShouldBe(4.213);
        view["dashboardUrl"]!.GetValue<string>().ShouldNotContain(host.Token);
        view["resources"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()).ShouldBe(host.Monitor.Resources.Select(item => item.Name));

        var gateway = view["resources"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == "gateway")!;
        gateway["state"]!.GetValue<string>().ShouldBe("Running");
        gateway["waitedMilliseconds"]!.GetValue<double>().ShouldBe(3_340);
        gateway["startMilliseconds"]!.GetValue<double>().ShouldBe(873);
        gateway["restarts"]!.GetValue<int>().ShouldBe(2);
        gateway["cpuPercent"]!.GetValue<double>().ShouldBe(74);
        gateway["memoryBytes"]!.GetValue<long>().ShouldBe(401L << 20);
        gateway["limits"]!["cpus"]!.GetValue<double>().ShouldBe(1);
        gateway["limits"]!["enforced"]!.GetValue<bool>().ShouldBeTrue();
        gateway["environment"].ShouldBeNull("the environment is sent only for one resource");

        var agent = view["resources"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == "agent-api")!;
        agent["limits"]!["enforced"]!.GetValue<bool>().ShouldBeFalse();
        agent["limits"]!["enforcement"]!.GetValue<string>().ShouldBe("advisory");
    }

    [Fact]
    public async Task Resource_ByAnyCase_ComesWithItsEnvironment()
    {
        await using var host = await DashboardHost.StartAsync();
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/resources/RAG", Token))!;
        view["environment"]!["OTEL_SERVICE_NAME"]!.GetValue<string>().ShouldBe("rag");
    }

    [Theory]
    [InlineData("GET", "/api/resources/nobody")]
    [InlineData("POST", "/api/resources/nobody/start")]
    [InlineData("POST", "/api/resources/rag/explode")]
    public async Task UnknownNames_Are404(string method, string path)
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        host.Monitor.Commands.ShouldBeEmpty();
    }

    [Fact]
    public async Task NumbersJsonCannotHold_BecomeNothing()
    {
        var monitor = DemoScene.Create();
        monitor.Change("rag", rag => rag with { CpuPercent = double.NaN, StartMilliseconds = double.PositiveInfinity });
        await using var host = await DashboardHost.StartAsync(monitor);
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/resources/rag", Token))!;
        view.ContainsKey("cpuPercent").ShouldBeFalse();
        view.ContainsKey("startMilliseconds").ShouldBeFalse();
    }

    [Fact]
    public async Task Events_BringEveryResourceThenEachChange()
    {
        var monitor = DemoScene.Create();
        monitor.ReadySeconds = null;
        await using var host = await DashboardHost.StartAsync(monitor);
        await using var events = host.EventsAsync("/api/resources/events", Token).GetAsyncEnumerator(Token);
        (await NextAsync(events, "host")).ContainsKey("readySeconds").ShouldBeFalse();
        foreach (var resource in host.Monitor.Resources)
            (await NextAsync(events, "resource"))["name"]!.GetValue<string>().ShouldBe(resource.Name);

        host.Monitor.Change("rag", rag => rag with { State = ResourceStates.Stopping });
        var changed = await NextAsync(events, "resource");
        changed["name"]!.GetValue<string>().ShouldBe("rag");
        changed["state"]!.GetValue<string>().ShouldBe("Stopping");

        host.Monitor.ReadySeconds = 5.5;
        (await NextAsync(events, "host"))["readySeconds"]!.GetValue<double>().ShouldBe(5.5);

        await DemoTelemetry.SendAsync(host, "gateway", DemoTelemetry.Record(17, "broken"));
        (await NextAsync(events, "errors"))["gateway"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("restart")]
    public async Task Command_ReachesTheMonitor(string command)
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Api.PostAsync($"/api/resources/Rag/{command}", null, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Monitor.Commands.ShouldHaveSingleItem().ShouldBe(("rag", command));
    }

    [Fact]
    public async Task RefusedCommand_Is409WithTheReason()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Monitor.OnCommand = (_, _, _) => Task.FromResult<string?>("It is running already.");
        using var response = await host.Api.PostAsync("/api/resources/rag/start", null, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("It is running already.");
    }

    [Fact]
    public async Task CommandThatDoesNotEnd_Is504()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.CommandTimeout = TimeSpan.FromSeconds(1));
        host.Monitor.OnCommand = async (_, _, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        };
        using var response = await host.Api.PostAsync("/api/resources/rag/stop", null, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task MonitorThatThrows_Is500WithoutDetails()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Monitor.OnCommand = (_, _, _) => throw new InvalidOperationException("inner secret");
        using var response = await host.Api.PostAsync("/api/resources/rag/stop", null, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync(Token)).ShouldNotContain("inner secret");
    }

    [Fact]
    public async Task Streams_AreBoundedAndGivenBack()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.MaxStreams = 1);
        await using (var first = host.EventsAsync("/api/resources/events", Token).GetAsyncEnumerator(Token))
        {
            await first.MoveNextAsync();
            using var second = await host.Api.GetAsync("/api/logs/events", Token);
            second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            second.Headers.RetryAfter.ShouldNotBeNull();
        }

        // The server notices the closed connection a moment later.
        await Eventually.TrueAsync(async () =>
        {
            using var response = await host.Api.GetAsync("/api/logs/events", HttpCompletionOption.ResponseHeadersRead, Token);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task OpenStreams_EndWhenTheDashboardStops()
    {
        var host = await DashboardHost.StartAsync();
        await using var resources = host.EventsAsync("/api/resources/events", Token).GetAsyncEnumerator(Token);
        await using var console = host.EventsAsync("/api/console/*/events", Token).GetAsyncEnumerator(Token);
        await resources.MoveNextAsync();
        await console.MoveNextAsync();
        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    private static async Task<JsonObject> NextAsync(IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> events, string type)
    {
        (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBeTrue();
        events.Current.EventType.ShouldBe(type);
        return JsonNode.Parse(events.Current.Data)!.AsObject();
    }
}
