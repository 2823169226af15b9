using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Tests.Dashboard;

/// <summary>What is kept is bounded, the oldest goes first, and queries see exactly what is kept.</summary>
public sealed class TelemetryStoreTests
{
    private const long Plenty = 1L << 30;
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly TelemetryResource Rag = new("rag", null, []);
    private static readonly TelemetryResource Gateway = new("gateway", null, []);

    [Fact]
    public void Logs_BeyondTheCount_DropTheOldest()
    {
        var store = new LogStore(100, Plenty);
        store.Add([.. Enumerable.Range(1, 250).Select(i => Log($"line {i}"))]);
        store.Position.ShouldBe((100, 250));
        store.Newest(new(), long.MaxValue, 1_000).Select(log => log.Id).ShouldBe(Enumerable.Range(151, 100).Reverse().Select(id => (long)id));
    }

    [Fact]
    public void Logs_BeyondTheBytes_DropTheOldest()
    {
        var store = new LogStore(1_000, 1 << 20);
        store.Add([.. Enumerable.Range(1, 100).Select(_ => Log(new string('x', 50_000)))]);
        store.Position.Count.ShouldBe((1 << 20) / (EntrySize.Fixed + 48 + 100_000));
    }

    [Fact]
    public void LogErrors_AreCountedOnlyWhileKept()
    {
        var store = new LogStore(2, Plenty);
        store.Add([Log("a", severity: 17), Log("b", severity: 21, resource: Gateway), Log("c", severity: 9)]);
        store.Errors.ShouldBe(new Dictionary<string, int> { ["gateway"] = 1 });
        store.Add([Log("d"), Log("e")]);
        store.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void LogQueries_CombineTheirConditions()
    {
        var store = new LogStore(100, Plenty);
        store.Add([Log("slow query", 13), Log("slow request", 13, Gateway), Log("slow request", 9, Gateway), Log("other", 17, Gateway, "abc"), Log("attribute", attribute: "slow")]);
        Ids(new(Search: "SLOW")).ShouldBe([5, 3, 2, 1]);
        Ids(new(Search: "slow", Resource: "GATEWAY", MinSeverity: 13)).ShouldBe([2]);
        Ids(new(TraceId: "ABC")).ShouldBe([4]);
        store.Newest(new(Search: "slow"), before: 3, limit: 1).ShouldHaveSingleItem().Id.ShouldBe(2);

        IEnumerable<long> Ids(LogQuery query) => store.Newest(query, long.MaxValue, 100).Select(log => log.Id);
    }

    [Fact]
    public void FollowingLogs_GoesOnBehindWhatDidNotMatch()
    {
        var store = new LogStore(100, Plenty);
        store.Add([Log("a"), Log("b", 17), Log("c", 17), Log("d")]);
        var (first, next) = store.Following(new(MinSeverity: 17), after: 0, limit: 1);
        first.ShouldHaveSingleItem().Body.ShouldBe("b");
        (var second, next) = store.Following(new(MinSeverity: 17), next, limit: 10);
        second.ShouldHaveSingleItem().Body.ShouldBe("c");
        next.ShouldBe(4);
    }

    [Fact]
    public async Task ChangeSignal_WakesWhoeverTookItBefore()
    {
        var store = new LogStore(10, Plenty);
        var changed = store.Changed.Next;
        changed.IsCompleted.ShouldBeFalse();
        store.Add([Log("a")]);
        await changed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        store.Changed.Next.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Traces_BeyondTheCount_DropTheOldestAndTheirSpans()
    {
        var store = new TraceStore(3, 100, Plenty);
        for (var i = 1; i <= 5; i++)
            store.Add([Span($"t{i}", "root"), Span($"t{i}", "child", parent: "root")]);
        store.Count.ShouldBe(3);
        store.Newest(new(), 10).Select(trace => trace.TraceId).ShouldBe(["t5", "t4", "t3"]);
        store.TryGet("t1", out _).ShouldBeFalse();
    }

    [Fact]
    public void SpansOfOneTrace_AreBoundedAndCounted()
    {
        var store = new TraceStore(10, 5, Plenty);
        store.Add([.. Enumerable.Range(0, 12).Select(i => Span("t", $"s{i}"))]);
        store.TryGet("t", out var trace).ShouldBeTrue();
        trace!.Spans.Count.ShouldBe(5);
        trace.DroppedSpans.ShouldBe(7);
    }

    [Fact]
    public void Traces_BeyondTheBytes_DropTheOldest()
    {
        var store = new TraceStore(1_000, 100, 1 << 20);
        for (var i = 0; i < 100; i++)
            store.Add([Span($"t{i}", "s", attribute: new string('x', 50_000))]);
        store.Count.ShouldBeInRange(8, 11);
    }

    [Fact]
    public void OneTraceLargerThanTheBytes_IsNotKept()
    {
        var store = new TraceStore(10, 100, 1 << 20);
        store.Add([Span("t", "s", attribute: new string('x', 2 << 20))]);
        store.Count.ShouldBe(0);
        store.Add([Span("u", "s")]);
        store.Newest(new(), 10).ShouldHaveSingleItem().TraceId.ShouldBe("u");
    }

    [Fact]
    public void MetricPoints_BeyondTheCount_DropTheOldestOfAllSeries()
    {
        var store = new MetricStore(100, Plenty);
        for (var i = 0; i < 60; i++)
            store.Add([Point("a", i), Point("b", i)]);
        store.PointCount.ShouldBe(100);
        store.Find("rag", "m", "a", 1_000).ShouldHaveSingleItem().Points.Select(point => point.Value).ShouldBe(Enumerable.Range(10, 50).Select(i => (double)i));
    }

    [Fact]
    public void SeriesWithoutPoints_IsForgotten()
    {
        var store = new MetricStore(10, Plenty);
        store.Add([Point("gone", 1)]);
        store.Add([.. Enumerable.Range(0, 10).Select(i => Point("new", i))]);
        store.Instruments(null).ShouldHaveSingleItem().Name.ShouldBe("new");
    }

    [Fact]
    public void ManySeries_AreBoundedByBytes()
    {
        var store = new MetricStore(1_000_000, 1 << 20);
        for (var i = 0; i < 20_000; i++)
            store.Add([Point("a", i, ("user", $"{i}"))]);
        store.PointCount.ShouldBeInRange(500, 2_500);
    }

    [Fact]
    public void Series_AreTheSameWhateverTheOrderOfAttributes()
    {
        var store = new MetricStore(100, Plenty);
        store.Add([Point("a", 1, ("x", "1"), ("y", "2")), Point("a", 2, ("y", "2"), ("x", "1")), Point("a", 3, ("x", "2"))]);
        var series = store.Find("RAG", "m", "a", 1);
        series.Count.ShouldBe(2);
        series[0].Points.ShouldHaveSingleItem().Value.ShouldBe(2, "the limit keeps the newest points");
    }

    private static LogEntry Log(string body, int severity = 9, TelemetryResource? resource = null, string traceId = "", string? attribute = null) =>
        new(resource ?? Rag, "scope", Time, severity, null, body, null, traceId, "", attribute is null ? [] : [new("key", attribute)]);

    private static SpanEntry Span(string traceId, string spanId, string parent = "", string? attribute = null) =>
        new(Rag, "scope", traceId, spanId, parent, "name", 1, Time, Time, 0, null, attribute is null ? [] : [new("key", attribute)], [], []);

    private static MetricEntry Point(string name, double value, params (string Key, string Value)[] attributes) =>
        new(new(Rag, "m", name, "", "", MetricKind.Sum), [.. attributes.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))], new(null, Time, value));
}
