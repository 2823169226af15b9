using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalAi.Tests.Dashboard;

/// <summary>The real OpenTelemetry exporter over HTTP/protobuf, as services use it.</summary>
public sealed class OtlpExporterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_ArriveWithLevelTemplateExceptionAndTrace()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.OtlpApiKey = "sixteen-characters-key");
        using var source = new ActivitySource("LocalAi.Tests.Logs");
        using var listener = Listen(source);
        string traceId;
        using (var factory = LoggerFactory.Create(builder => builder.AddOpenTelemetry(logging =>
        {
            logging.IncludeScopes = true;
            logging.SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("gateway", serviceInstanceId: "abc"));
            logging.AddOtlpExporter(options => Configure(options, host, "logs"));
        })))
        using (var activity = source.StartActivity("work"))
        {
            traceId = activity!.TraceId.ToHexString();
            var logger = factory.CreateLogger("LocalAi.Gateway.Upstreams");
            Log(logger, LogLevel.Information, null, "Chose {Model} for {Count} messages", "chat-7b", 3);
            Log(logger, LogLevel.Error, new InvalidOperationException("no upstream"), "Upstream {Name} failed", "llm");
        }

        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/logs", Token))!;
        var items = view["items"]!.AsArray();
        items.Count.ShouldBe(2);
        var error = items[0]!;
        error["level"]!.GetValue<string>().ShouldBe("Error");
        error["message"]!.GetValue<string>().ShouldBe("Upstream llm failed");
        error["resource"]!.GetValue<string>().ShouldBe("gateway");
        error["instanceId"]!.GetValue<string>().ShouldBe("abc");
        error["scope"]!.GetValue<string>().ShouldBe("LocalAi.Gateway.Upstreams");
        error["traceId"]!.GetValue<string>().ShouldBe(traceId);
        error["attributes"]!["exception.type"]!.GetValue<string>().ShouldContain("InvalidOperationException");
        error["attributes"]!["exception.message"]!.GetValue<string>().ShouldBe("no upstream");
        items[1]!["level"]!.GetValue<string>().ShouldBe("Information");
        items[1]!["message"]!.GetValue<string>().ShouldBe("Chose chat-7b for 3 messages");
        items[1]!["attributes"]!["Count"]!.GetValue<string>().ShouldBe("3");
    }

    [Fact]
    public async Task Spans_ArriveWithParentsEventsLinksAndStatus()
    {
        await using var host = await DashboardHost.StartAsync();
        using var source = new ActivitySource("LocalAi.Tests.Spans");
        string traceId;
        using (Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("rag"))
            .AddOtlpExporter(options => Configure(options, host, "traces"))
            .Build())
        {
            using var root = source.StartActivity("POST /query", ActivityKind.Server)!;
            traceId = root.TraceId.ToHexString();
            root.SetTag("collection", "samples").SetTag("chunks", 7).SetTag("words", new[] { "색인", "index" });
            var links = new[] { new ActivityLink(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded)) };
            using var child = source.StartActivity(ActivityKind.Client, name: "embed", links: links)!;
            child.AddException(new TimeoutException("too slow"));
            child.SetStatus(ActivityStatusCode.Error, "embedding timed out");
        }

        var list = (await host.Api.GetFromJsonAsync<JsonObject>($"/api/traces?hasError=true&resource=RAG&search={traceId[..8]}", Token))!;
        var summary = list["items"]!.AsArray().ShouldHaveSingleItem()!;
        summary["name"]!.GetValue<string>().ShouldBe("POST /query");
        summary["spans"]!.GetValue<int>().ShouldBe(2);
        summary["hasError"]!.GetValue<bool>().ShouldBeTrue();

        var spans = (await host.Api.GetFromJsonAsync<JsonObject>($"/api/traces/{traceId}", Token))!["spans"]!.AsArray();
        var root2 = spans.Single(span => span!["parentId"] is null)!;
        var child2 = spans.Single(span => span!["parentId"] is not null)!;
        root2["kind"]!.GetValue<string>().ShouldBe("Server");
        root2["attributes"]!["chunks"]!.GetValue<string>().ShouldBe("7");
        root2["attributes"]!["words"]!.GetValue<string>().ShouldBe("""["색인","index"]""");
        child2["parentId"]!.GetValue<string>().ShouldBe(root2["spanId"]!.GetValue<string>());
        child2["isError"]!.GetValue<bool>().ShouldBeTrue();
        child2["statusMessage"]!.GetValue<string>().ShouldBe("embedding timed out");
        child2["events"]![0]!["attributes"]!["exception.message"]!.GetValue<string>().ShouldBe("too slow");
        child2["links"]!.AsArray().Count.ShouldBe(1);
        child2["durationMilliseconds"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Metrics_ArriveInEveryForm()
    {
        await using var host = await DashboardHost.StartAsync();
        using var meter = new Meter("LocalAi.Tests.Metrics");
        using (var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meter.Name)
            .AddView("exponential", new Base2ExponentialBucketHistogramConfiguration())
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("embedding"))
            .AddOtlpExporter(options => Configure(options, host, "metrics"))
            .Build())
        {
            meter.CreateCounter<long>("texts", "{text}", "Texts embedded").Add(41, new KeyValuePair<string, object?>("engine", "lexical"));
            meter.CreateUpDownCounter<long>("queue").Add(-3);
            meter.CreateObservableGauge("temperature", () => 36.6);
            var histogram = meter.CreateHistogram<double>("duration", "s");
            histogram.Record(0.3);
            histogram.Record(12);
            meter.CreateHistogram<double>("exponential").Record(5);
            provider.ForceFlush().ShouldBeTrue();
        }

        var instruments = (await host.Api.GetFromJsonAsync<JsonObject>("/api/metrics?resource=embedding", Token))!["items"]!.AsArray();
        instruments.Select(item => item!["name"]!.GetValue<string>()).ShouldBe(["duration", "exponential", "queue", "temperature", "texts"]);

        var texts = await PointAsync(host, meter, "texts");
        texts["value"]!.GetValue<double>().ShouldBe(41);
        (await PointAsync(host, meter, "queue"))["value"]!.GetValue<double>().ShouldBe(-3);
        (await PointAsync(host, meter, "temperature"))["value"]!.GetValue<double>().ShouldBe(36.6);
        var duration = await PointAsync(host, meter, "duration");
        duration["count"]!.GetValue<int>().ShouldBe(2);
        duration["value"]!.GetValue<double>().ShouldBe(12.3, 1e-9);
        duration["min"]!.GetValue<double>().ShouldBe(0.3);
        duration["max"]!.GetValue<double>().ShouldBe(12);
        duration["bucketCounts"]!.AsArray().Sum(item => item!.GetValue<int>()).ShouldBe(2);
        duration["bounds"]!.AsArray().Count.ShouldBe(duration["bucketCounts"]!.AsArray().Count - 1);
        var exponential = await PointAsync(host, meter, "exponential");
        exponential["count"]!.GetValue<int>().ShouldBe(1);
        exponential["value"]!.GetValue<double>().ShouldBe(5);
        exponential["max"]!.GetValue<double>().ShouldBe(5);
    }

    private static async Task<JsonObject> PointAsync(DashboardHost host, Meter meter, string instrument)
    {
        var view = await host.Api.GetFromJsonAsync<JsonObject>($"/api/metrics?resource=embedding&meter={meter.Name}&instrument={instrument}", Token);
        return view!["series"]!.AsArray().ShouldHaveSingleItem()!["points"]!.AsArray()[^1]!.AsObject();
    }

    private static void Configure(OtlpExporterOptions options, DashboardHost host, string signal)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(host.Otlp, $"/v1/{signal}");
        options.ExportProcessorType = ExportProcessorType.Simple;
        options.Headers = "x-otlp-api-key=sixteen-characters-key";
    }

    private static ActivityListener Listen(ActivitySource source)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

#pragma warning disable CA2254, CA1848 // The template is what this test sends.
    private static void Log(ILogger logger, LogLevel level, Exception? exception, string template, params object?[] values) =>
        logger.Log(level, exception, template, values);
#pragma warning restore CA2254, CA1848
}
