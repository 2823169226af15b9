using System.Net;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Queueing;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

public sealed class QueueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Slots_CallersTakeTurns()
    {
        var slots = new UpstreamSlots(1, 100);
        slots.TryEnter("a", out _).ShouldBeTrue();
        var order = new[] { "a", "a", "a", "b", "c" }.Select(caller =>
        {
            slots.TryEnter(caller, out var ticket).ShouldBeFalse();
            return (Caller: caller, Ticket: ticket!);
        }).ToList();

        order.Select(o => o.Ticket.Position).ShouldBe([1, 4, 5, 2, 3]);
        var served = new List<string>();
        while (served.Count < 5)
        {
            slots.Leave();
            var next = order.Single(o => o.Ticket.IsGranted);
            order.Remove(next);
            served.Add(next.Caller);
        }

        served.ShouldBe(["a", "b", "c", "a", "a"]);
    }

    [Fact]
    public void Slots_LineIsBounded()
    {
        var slots = new UpstreamSlots(1, 2);
        slots.TryEnter("a", out _);
        slots.TryEnter("a", out var first);
        slots.TryEnter("b", out var second);

        slots.TryEnter("c", out var third).ShouldBeFalse();

        (first, second, third).ShouldSatisfyAllConditions(t => t.first.ShouldNotBeNull(), t => t.second.ShouldNotBeNull(), t => t.third.ShouldBeNull());
        slots.Waiting.ShouldBe(2);
    }

    [Fact]
    public void Slots_AbandonedTicketsLoseNothing()
    {
        var slots = new UpstreamSlots(1, 10);
        slots.TryEnter("a", out _);
        slots.TryEnter("a", out var waiting);
        slots.TryEnter("b", out var granted);

        waiting!.Abandon();
        slots.Leave();
        granted!.IsGranted.ShouldBeTrue();
        granted.Abandon();

        (slots.Active, slots.Waiting).ShouldBe((0, 0));
        slots.TryEnter("c", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task MoreRequestsThanSlotsAndPlaces_429WithRetryAfter()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var go = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            await go.Task;
            await Answers.Default(context);
        };
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Endpoint", upstream.Url), ("Upstreams:llm:Slots", "1"), ("Upstreams:llm:QueueLength", "1"));
        var admin = new GatewayAdminClient(gateway.Client);
        var first = gateway.Client.PostAsync(Chat.Request());
        await Eventually.TrueAsync(() => upstream.Running == 1, "the first runs", Cancel);
        var second = gateway.Client.PostAsync(Chat.Request());
        await Eventually.TrueAsync(
            async () => (await admin.ListUpstreamsAsync(Cancel)).Upstreams.Single(u => u.Name == "llm") is { Active: 1, Queued: 1 }, "the second waits", Cancel);

        using var third = await gateway.Client.PostAsync(Chat.Request());

        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter.ShouldNotBeNull();
        (await third.ErrorAsync()).GetProperty("code").GetString().ShouldBe("upstream_busy");
        go.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WaitingStream_SeesItsPlace()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var go = new TaskCompletionSource();
        upstream.Once(async context =>
        {
            await go.Task;
            await Answers.Default(context);
        });
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url), ("Upstreams:llm:Slots", "1"));
        var first = gateway.Client.PostAsync(Chat.Request());
        await Eventually.TrueAsync(() => upstream.Running == 1, "the first runs", Cancel);

        using var second = await gateway.Client.PostAsync(Chat.Request(stream: true));
        go.SetResult();

        var text = await second.Content.ReadAsStringAsync(Cancel);
        text.ShouldStartWith(": waiting for chat-7b, place 1\n\n");
        text.ShouldContain("[DONE]");
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WaitsLongerThanAllowed_429()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Hang;
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Endpoint", upstream.Url), ("Upstreams:llm:Slots", "1"), ("Upstreams:llm:QueueTimeout", "00:00:00.300"));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = gateway.Client.PostAsync(Chat.Request(), cancellationToken: leave.Token);
        await Eventually.TrueAsync(() => upstream.Running == 1, "the first runs", Cancel);

        using var second = await gateway.Client.PostAsync(Chat.Request());

        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
    }
}
