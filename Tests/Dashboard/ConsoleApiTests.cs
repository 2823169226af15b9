using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace LocalAi.Tests.Dashboard;

public sealed class ConsoleApiTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_AreServedOldestFirstWithACursor()
    {
        await using var host = await StartAsync();
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/console/a", Token))!;
        Texts(view["lines"]!).ShouldBe(["a1", "a2", "\e[32ma3\e[0m"]);
        view["next"]!.GetValue<string>().ShouldBe("a:3");
        var rest = (await host.Api.GetFromJsonAsync<JsonObject>("/api/console/a?after=a:2", Token))!;
        Texts(rest["lines"]!).ShouldBe(["\e[32ma3\e[0m"]);
    }

    [Fact]
    public async Task AllResources_AreInterleavedByTime()
    {
        await using var host = await StartAsync();
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/console/*", Token))!;
        Texts(view["lines"]!).ShouldBe(["a1", "b1", "a2", "b2", "\e[32ma3\e[0m"]);
        var tail = (await host.Api.GetFromJsonAsync<JsonObject>("/api/console/*?tail=2", Token))!;
        Texts(tail["lines"]!).ShouldBe(["b2", "\e[32ma3\e[0m"]);
    }

    [Fact]
    public async Task Search_KeepsMatchingLines()
    {
        await using var host = await StartAsync();
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/console/*?search=B", Token))!;
        Texts(view["lines"]!).ShouldBe(["b1", "b2"]);
    }

    [Fact]
    public async Task Download_IsPlainTextWithoutColours()
    {
        await using var host = await StartAsync();
        using var response = await host.Api.GetAsync("/api/console/a?format=text", Token);
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("a.log");
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe(
            $"2026-11-21T09:00:00.0000000Z a1{Environment.NewLine}2026-11-21T09:00:02.0000000Z a2{Environment.NewLine}2026-11-21T09:00:04.0000000Z a3{Environment.NewLine}");
    }

    [Fact]
    public async Task Events_BringKeptLinesThenNewOnes_AndResumeAfterABreak()
    {
        await using var host = await StartAsync();
        string lastId;
        await using (var events = host.EventsAsync("/api/console/*/events?tail=3", Token).GetAsyncEnumerator(Token))
        {
            await NextAsync(events);
            Texts(JsonNode.Parse(events.Current.Data)!).ShouldBe(["a2", "b2", "\e[32ma3\e[0m"]);
            host.Monitor.Write("b", "b3");
            await NextAsync(events);
            Texts(JsonNode.Parse(events.Current.Data)!).ShouldBe(["b3"]);
            lastId = events.Current.EventId!;
        }

        lastId.ShouldBe("a:3,b:3");
        host.Monitor.Write("a", "a4");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/console/*/events");
        request.Headers.Add("Last-Event-ID", lastId);
        using var response = await host.Api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        string? line;
        do
            line = await reader.ReadLineAsync(Token);
        while (line is not null && !line.StartsWith("data:", StringComparison.Ordinal));
        Texts(JsonNode.Parse(line!["data:".Length..])!).ShouldBe(["a4"]);
    }

    [Fact]
    public async Task Events_OfManyLines_LoseNone()
    {
        const int count = 5_000;
        await using var host = await StartAsync();
        await using var events = host.EventsAsync("/api/console/b/events?tail=100000&after=b:2", Token).GetAsyncEnumerator(Token);
        var first = NextAsync(events);
        for (var i = 0; i < count; i++)
            host.Monitor.Write("b", $"burst {i}");
        await first;
        var numbers = new List<long>();
        while (true)
        {
            numbers.AddRange(JsonNode.Parse(events.Current.Data)!.AsArray().Select(line => line!["number"]!.GetValue<long>()));
            if (numbers.Count >= count)
                break;

            await NextAsync(events);
        }

        numbers.ShouldBe(Enumerable.Range(3, count).Select(number => (long)number));
    }

    [Fact]
    public async Task LineWithoutEnd_IsCut()
    {
        await using var host = await StartAsync();
        host.Monitor.Write("a", new string('x', 1_000_000));
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/console/a?tail=1", Token))!;
        Texts(view["lines"]!).ShouldHaveSingleItem().Length.ShouldBe(16_385);
    }

    [Theory]
    [InlineData("/api/console/nobody", HttpStatusCode.NotFound)]
    [InlineData("/api/console/nobody/events", HttpStatusCode.NotFound)]
    [InlineData("/api/console/a?tail=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/console/a?tail=1000001", HttpStatusCode.BadRequest)]
    [InlineData("/api/console/a?tail=many", HttpStatusCode.BadRequest)]
    [InlineData("/api/console/a?format=xml", HttpStatusCode.BadRequest)]
    public async Task BadRequests_AreNamed(string path, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        using var response = await host.Api.GetAsync(path, Token);
        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task SearchTooLong_Is400()
    {
        await using var host = await StartAsync();
        using var response = await host.Api.GetAsync($"/api/console/a?search={new string('x', 201)}", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("200 are allowed");
    }

    [Fact]
    public async Task CursorThatIsNone_IsReadAsNothingReadYet()
    {
        await using var host = await StartAsync();
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/console/b?after=%3A%3A,b,x:y", Token))!;
        Texts(view["lines"]!).ShouldBe(["b1", "b2"]);
    }

    private static async Task<DashboardHost> StartAsync()
    {
        var monitor = new FakeMonitor();
        monitor.Set(new() { Name = "a", Type = "Project", State = "Running" });
        monitor.Set(new() { Name = "b", Type = "Project", State = "Running" });
        monitor.Write("a", "a1", time: Start);
        monitor.Write("b", "b1", time: Start.AddSeconds(1));
        monitor.Write("a", "a2", time: Start.AddSeconds(2));
        monitor.Write("b", "b2", time: Start.AddSeconds(3));
        monitor.Write("a", "\e[32ma3\e[0m", time: Start.AddSeconds(4));
        return await DashboardHost.StartAsync(monitor);
    }

    private static List<string> Texts(JsonNode lines) => [.. lines.AsArray().Select(line => line!["text"]!.GetValue<string>())];

    private static async Task NextAsync(IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> events) =>
        (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBeTrue();
}
