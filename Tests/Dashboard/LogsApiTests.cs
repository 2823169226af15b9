using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalAi.Hosting.Dashboard.Api;
using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Tests.Dashboard;

public sealed class LogsApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_GoBackToTheOldestWithoutGapsOrRepeats()
    {
        await using var host = await DashboardHost.StartAsync();
        await DemoTelemetry.SendAsync(host, "rag", [.. Enumerable.Range(0, 25).Select(i => DemoTelemetry.Record(9, $"line {i}"))]);
        var messages = new List<string>();
        long? before = null;
        do
        {
            var page = (await host.Api.GetFromJsonAsync<JsonObject>($"/api/logs?limit=10{(before is null ? "" : $"&before={before}")}", Token))!;
            messages.AddRange(page["items"]!.AsArray().Select(item => item!["message"]!.GetValue<string>()));
            before = page["before"]?.GetValue<long>();
        }
        while (before is not null);
        messages.ShouldBe(Enumerable.Range(0, 25).Reverse().Select(i => $"line {i}"));
    }

    [Fact]
    public async Task Filters_ReachTheStore()
    {
        await using var host = await DashboardHost.StartAsync();
        await DemoTelemetry.SendAsync(host);
        (await CountAsync(host, "level=warning")).ShouldBe(2);
        (await CountAsync(host, "level=Error&resource=Gateway")).ShouldBe(1);
        (await CountAsync(host, "traceId=4bf92f3577b34da6a3ce929d0e0e4736")).ShouldBe(3);
        (await CountAsync(host, "search=" + Uri.EscapeDataString("한국어"))).ShouldBe(1);
        (await CountAsync(host, "resource=nobody")).ShouldBe(0);
    }

    [Fact]
    public async Task Events_BringOnlyWhatMatches()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var events = host.EventsAsync("/api/logs/events?level=Error", Token).GetAsyncEnumerator(Token);
        var next = events.MoveNextAsync().AsTask();
        await DemoTelemetry.SendAsync(host, "rag", DemoTelemetry.Record(9, "quiet"));
        await DemoTelemetry.SendAsync(host, "rag", DemoTelemetry.Record(17, "loud"));
        (await next.WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBeTrue();
        JsonNode.Parse(events.Current.Data)!.AsArray().ShouldHaveSingleItem()!["message"]!.GetValue<string>().ShouldBe("loud");
        events.Current.EventId.ShouldBe("2");
    }

    [Theory]
    [InlineData("/api/logs?level=Loud", "Trace, Debug, Information, Warning, Error, Critical")]
    [InlineData("/api/logs?limit=0", "1 to 1000")]
    [InlineData("/api/logs/events?after=-1", "'after'")]
    [InlineData("/api/traces?hasError=perhaps", "true, false")]
    [InlineData("/api/metrics?instrument=x", "'resource' and 'meter'")]
    public async Task BadQueries_AreNamed(string path, string expected)
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Api.GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["detail"]!.GetValue<string>().ShouldContain(expected);
    }

    [Theory]
    [InlineData("/api/traces/4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("/api/metrics?resource=a&meter=b&instrument=c")]
    public async Task WhatIsNotKept_Is404(string path)
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Api.GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("no holes", "no holes")]
    [InlineData("{A} and {B:0.0} and {A,10}", "1 and two and 1")]
    [InlineData("{Unknown} {A", "{Unknown} {A")]
    [InlineData("{\"json\":{A}}", "{\"json\":{A}}")]
    public void Templates_AreFilledFromAttributes(string template, string expected) =>
        MessageTemplate.Fill(template, [new("A", "1"), new("B", "two")]).ShouldBe(expected);

    [Theory]
    [InlineData(1, null, "Trace")]
    [InlineData(12, "INFO4", "Information")]
    [InlineData(24, null, "Critical")]
    [InlineData(0, "NOTICE", "NOTICE")]
    [InlineData(0, null, "Unset")]
    [InlineData(99, "", "Unset")]
    public void Levels_AreNamedFromTheNumberOrTheSendersWord(int severity, string? text, string expected) =>
        Severity.NameOf(severity, text).ShouldBe(expected);

    private static async Task<int> CountAsync(DashboardHost host, string query) =>
        (await host.Api.GetFromJsonAsync<JsonObject>($"/api/logs?{query}", Token))!["items"]!.AsArray().Count;
}
