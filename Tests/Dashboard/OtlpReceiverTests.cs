using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace LocalAi.Tests.Dashboard;

/// <summary>The receiver's own rules: encodings, limits, refusals. What a real exporter sends is in <see cref="OtlpExporterTests"/>.</summary>
public sealed class OtlpReceiverTests
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";

    private const string JsonLogs = """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"desktop"}}]},"scopeLogs":[{"scope":{"name":"ui"},
        "logRecords":[{"timeUnixNano":"1763715600000000000","severityNumber":13,"severityText":"WARN","body":{"stringValue":"느린 응답"},"eventName":"slow",
        "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","unknownField":{"a":1},
        "attributes":[{"key":"n","value":{"intValue":"7"}},{"key":"d","value":{"doubleValue":0.5}},{"key":"b","value":{"boolValue":true}},
        {"key":"x","value":{"bytesValue":"AQI="}},{"key":"l","value":{"arrayValue":{"values":[{"intValue":1},{"kvlistValue":{"values":[{"key":"k","value":{"stringValue":"v"}}]}}]}}},
        {"key":"none"}]}]}]}]}
        """;

    // A string that ends within a character, as every signal has one: the scope's name.
    private const string HalfSurrogate = """{"resourceLogs":[{"scopeLogs":[{"scope":{"name":"\ud800"}}]}],"resourceSpans":[{"scopeSpans":[{"scope":{"name":"\ud800"}}]}],"resourceMetrics":[{"scopeMetrics":[{"scope":{"name":"\ud800"}}]}]}""";
    private const string InvalidUtf8 = "{\"resourceLogs\":[{\"scopeLogs\":[{\"scope\":{\"name\":\"\xc3\"}}]}],\"resourceSpans\":[{\"scopeSpans\":[{\"scope\":{\"name\":\"\xc3\"}}]}],\"resourceMetrics\":[{\"scopeMetrics\":[{\"scope\":{\"name\":\"\xc3\"}}]}]}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JsonLogs_AreRead()
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await PostAsync(host, "/v1/logs", Encoding.UTF8.GetBytes(JsonLogs), Json);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(Json);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("{}");

        var log = (await LogsAsync(host)).ShouldHaveSingleItem()!;
        log["message"]!.GetValue<string>().ShouldBe("느린 응답");
        log["level"]!.GetValue<string>().ShouldBe("Warning");
        log["time"]!.GetValue<DateTimeOffset>().ShouldBe(new(2025, 11, 21, 9, 0, 0, TimeSpan.Zero));
        log["traceId"]!.GetValue<string>().ShouldBe("5b8efff798038103d269b633813fc60c");
        log["eventName"]!.GetValue<string>().ShouldBe("slow");
        log["attributes"]!.ToJsonString().ShouldBe("""{"n":"7","d":"0.5","b":"true","x":"AQI=","l":"[1,{\u0022k\u0022:\u0022v\u0022}]","none":""}""");
    }

    [Fact]
    public async Task JsonTraces_AreReadAndInvalidSpansReported()
    {
        await using var host = await DashboardHost.StartAsync();
        const string body = """
            {"resourceSpans":[{"scopeSpans":[{"spans":[
            {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"good","kind":2,"startTimeUnixNano":"1000000000","endTimeUnixNano":"1500000000","status":{"code":2,"message":"bad"},
             "events":[{"name":"e","timeUnixNano":1200000000}],"links":[{"traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b175"}]},
            {"traceId":"00000000000000000000000000000000","spanId":"eee19b7ec3c1b174","name":"no trace"},
            {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"short","name":"no span"}]}]}]}
            """;
        using var response = await PostAsync(host, "/v1/traces", Encoding.UTF8.GetBytes(body), Json);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var partial = (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["partialSuccess"]!;
        partial["rejectedSpans"]!.GetValue<string>().ShouldBe("2");
        partial["errorMessage"]!.GetValue<string>().ShouldContain("16 bytes");

        var span = (await host.Api.GetFromJsonAsync<JsonObject>("/api/traces/5B8EFFF798038103D269B633813FC60C", Token))!["spans"]!.AsArray().ShouldHaveSingleItem()!;
        span["name"]!.GetValue<string>().ShouldBe("good");
        span["resource"]!.GetValue<string>().ShouldBe("unknown_service");
        span["kind"]!.GetValue<string>().ShouldBe("Server");
        span["durationMilliseconds"]!.GetValue<double>().ShouldBe(500);
    }

    [Fact]
    public async Task ProtobufSpanWithoutIds_IsReportedAsPartialSuccess()
    {
        await using var host = await DashboardHost.StartAsync();
        // resource_spans { scope_spans { spans { name: "x" } } }
        using var response = await PostAsync(host, "/v1/traces", [0x0a, 0x07, 0x12, 0x05, 0x12, 0x03, 0x2a, 0x01, 0x78], Protobuf);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await response.Content.ReadAsByteArrayAsync(Token);
        // partial_success = 1 { rejected_spans = 1: 1, error_message = 2 }
        body[0].ShouldBe((byte)0x0a);
        body[2..5].ShouldBe([0x08, 0x01, 0x12]);
        Encoding.UTF8.GetString(body[6..]).ShouldContain("span id");
    }

    [Fact]
    public async Task JsonMetrics_AreRead()
    {
        await using var host = await DashboardHost.StartAsync();
        const string body = """
            {"resourceMetrics":[{"scopeMetrics":[{"scope":{"name":"m"},"metrics":[
            {"name":"g","gauge":{"dataPoints":[{"timeUnixNano":"1","asInt":"-5"}]}},
            {"name":"s","sum":{"dataPoints":[{"timeUnixNano":"1","asDouble":"NaN"}],"isMonotonic":true}},
            {"name":"h","histogram":{"dataPoints":[{"timeUnixNano":"1","count":"3","sum":4.5,"bucketCounts":["1","2"],"explicitBounds":[10]}]}},
            {"name":"q","summary":{"dataPoints":[{"timeUnixNano":"1","count":"2","sum":3,"quantileValues":[{"quantile":0.5,"value":1}]}]}},
            {"name":"nothing"}]}]}]}
            """;
        using var response = await PostAsync(host, "/v1/metrics", Encoding.UTF8.GetBytes(body), Json);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var view = (await host.Api.GetFromJsonAsync<JsonObject>("/api/metrics", Token))!;
        view["keptPoints"]!.GetValue<int>().ShouldBe(4);
        var histogram = (await host.Api.GetFromJsonAsync<JsonObject>("/api/metrics?resource=unknown_service&meter=m&instrument=h", Token))!;
        histogram["series"]![0]!["points"]![0]!.ToJsonString().ShouldEndWith(""","value":4.5,"count":3,"bounds":[10],"bucketCounts":[1,2]}""");
        var sum = (await host.Api.GetFromJsonAsync<JsonObject>("/api/metrics?resource=unknown_service&meter=m&instrument=s", Token))!;
        sum["series"]![0]!["points"]![0]!.AsObject().ContainsKey("value").ShouldBeFalse("JSON has no NaN");
    }

    [Fact]
    public async Task EmptyProtobuf_IsAnEmptySuccess()
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await PostAsync(host, "/v1/logs", [], Protobuf);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(Protobuf);
        (await response.Content.ReadAsByteArrayAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gzip_IsUnpacked()
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await PostAsync(host, "/v1/logs", Gzip(Encoding.UTF8.GetBytes(JsonLogs)), Json, "gzip");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LogsAsync(host)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task GzipCutShort_Is400()
    {
        await using var host = await DashboardHost.StartAsync();
        var packed = Gzip([.. Encoding.UTF8.GetBytes(JsonLogs), .. new string(' ', 100_000).Select(c => (byte)c)]);
        foreach (var length in new[] { 3, 12, packed.Length / 2, packed.Length - 9, packed.Length - 1 })
            (await PostStatusAsync(host, "/v1/logs", packed[..length], Json, "gzip")).ShouldBe(HttpStatusCode.BadRequest, $"{length} of {packed.Length} bytes");
        (await LogsAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task GzipBomb_Is413()
    {
        await using var host = await DashboardHost.StartAsync();
        var bomb = Gzip(new byte[256 << 20]);
        bomb.Length.ShouldBeLessThan(1 << 20);
        using var response = await PostAsync(host, "/v1/logs", bomb, Protobuf, "gzip");
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await PostStatusAsync(host, "/v1/logs", Encoding.UTF8.GetBytes(JsonLogs), Json)).ShouldBe(HttpStatusCode.OK, "the receiver goes on");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyOverTheLimit_Is413(bool announced)
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.MaxOtlpRequestBytes = 4_096);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/logs") { Content = new ByteArrayContent(new byte[4_097]) };
        request.Content.Headers.ContentType = new(Protobuf);
        request.Headers.TransferEncodingChunked = !announced;
        using var response = await host.Sender.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("/v1/logs")]
    [InlineData("/v1/traces")]
    [InlineData("/v1/metrics")]
    public async Task Garbage_Is400InTheEncodingOfTheRequest(string path)
    {
        await using var host = await DashboardHost.StartAsync();
        using var protobuf = await PostAsync(host, path, [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], Protobuf);
        protobuf.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var status = await protobuf.Content.ReadAsByteArrayAsync(Token);
        status[..3].ShouldBe([0x08, 0x03, 0x12], "google.rpc.Status { code = 1: INVALID_ARGUMENT, message = 2 }");

        foreach (var body in new[] { "{", "[]", "\"text\"", """{"resourceLogs":1,"resourceSpans":1,"resourceMetrics":1}""", "\xff\xfe", "", HalfSurrogate, InvalidUtf8 })
        {
            using var json = await PostAsync(host, path, Encoding.Latin1.GetBytes(body), Json);
            json.StatusCode.ShouldBe(HttpStatusCode.BadRequest, body);
            (await json.Content.ReadFromJsonAsync<JsonObject>(Token))!["code"]!.GetValue<int>().ShouldBe(3);
        }

        (await PostStatusAsync(host, path, [0x1f, 0x8b, 0x08, 0x00, 0x01], Protobuf, "gzip")).ShouldBe(HttpStatusCode.BadRequest);
        (await PostStatusAsync(host, path, [], Protobuf, "br")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task NestingWithoutEnd_Is400()
    {
        await using var host = await DashboardHost.StartAsync();
        var json = $$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{{string.Concat(Enumerable.Repeat("""{"arrayValue":{"values":[""", 18))}}{}{{string.Concat(Enumerable.Repeat("]}}", 18))}}}]}]}]}""";
        (await PostStatusAsync(host, "/v1/logs", Encoding.UTF8.GetBytes(json), Json)).ShouldBe(HttpStatusCode.BadRequest);

        byte[] value = [0x0a, 0x01, 0x78];
        for (var i = 0; i < 200; i++)
            value = Field(5, Field(1, value));
        var request = Field(1, Field(2, Field(2, Field(5, value))));
        (await PostStatusAsync(host, "/v1/logs", request, Protobuf)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task WithAKey_OnlyTheKeyOpens()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.OtlpApiKey = "sixteen-characters-key");
        (await PostStatusAsync(host, "/v1/logs", [], Protobuf)).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostStatusAsync(host, "/v1/logs", [], Protobuf, key: "another-sixteen-chars")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostStatusAsync(host, "/v1/logs", [], Protobuf, key: "sixteen-characters-key")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WebPages_AndForeignHosts_AreRefused()
    {
        await using var host = await DashboardHost.StartAsync();
        (await PostStatusAsync(host, "/v1/logs", [], Protobuf, change: request => request.Headers.Add("Origin", "http://localhost:3000"))).ShouldBe(HttpStatusCode.Forbidden);
        (await PostStatusAsync(host, "/v1/logs", [], Protobuf, change: request => request.Headers.Host = "evil.example")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task OtherPathsMethodsAndTypes_AreNamed()
    {
        await using var host = await DashboardHost.StartAsync();
        (await PostStatusAsync(host, "/v1/profiles", [], Protobuf)).ShouldBe(HttpStatusCode.NotFound);
        (await PostStatusAsync(host, "/api/resources", [], Protobuf)).ShouldBe(HttpStatusCode.NotFound, "the API is not on the OTLP port");
        (await PostStatusAsync(host, "/v1/logs", [], "text/plain")).ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var get = await host.Sender.GetAsync("/v1/logs", Token);
        get.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var wrongPort = await host.Api.PostAsync("/v1/logs", new ByteArrayContent([]), Token);
        wrongPort.StatusCode.ShouldBe(HttpStatusCode.NotFound, "telemetry is not taken on the dashboard port");
    }

    private static async Task<HttpResponseMessage> PostAsync(
        DashboardHost host, string path, byte[] body, string type, string? encoding = null, string? key = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        if (key is not null)
            request.Headers.Add("x-otlp-api-key", key);
        change?.Invoke(request);
        return await host.Sender.SendAsync(request, Token);
    }

    private static async Task<HttpStatusCode> PostStatusAsync(
        DashboardHost host, string path, byte[] body, string type, string? encoding = null, string? key = null, Action<HttpRequestMessage>? change = null)
    {
        using var response = await PostAsync(host, path, body, type, encoding, key, change);
        return response.StatusCode;
    }

    private static async Task<JsonArray> LogsAsync(DashboardHost host) =>
        (await host.Api.GetFromJsonAsync<JsonObject>("/api/logs", Token))!["items"]!.AsArray();

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Field(int number, byte[] value)
    {
        List<byte> bytes = [(byte)(number << 3 | 2)];
        var length = (uint)value.Length;
        for (; length >= 0x80; length >>= 7)
            bytes.Add((byte)(length | 0x80));
        bytes.Add((byte)length);
        return [.. bytes, .. value];
    }
}
