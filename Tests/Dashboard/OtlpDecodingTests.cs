using System.Text;
using System.Text.Json;
using LocalAi.Hosting.Dashboard.Otlp;

namespace LocalAi.Tests.Dashboard;

/// <summary>The decoders on their own: caps, and bytes nobody would send.</summary>
public sealed class OtlpDecodingTests
{
    private static readonly OtlpLimits Limits = new(MaxAttributes: 4, MaxAttributeLength: 100, MaxBodyLength: 200);

    [Fact]
    public void AttributesAndTexts_AreCutAtTheirLimits()
    {
        var attributes = string.Join(',', Enumerable.Range(0, 10).Select(i => $$$"""{"key":"k{{{i}}}","value":{"stringValue":"{{{new string('x', 150)}}}"}}"""));
        using var request = JsonDocument.Parse($$$"""
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"{{{new string('가', 300)}}}"},"attributes":[{{{attributes}}}]}]}]}]}
            """);
        var log = JsonLogs.Decode(request.RootElement, Limits, TimeProvider.System).Entries.ShouldHaveSingleItem();
        log.Attributes.Length.ShouldBe(4);
        log.Attributes[3].Value.ShouldBe(new string('x', 99) + "…");
        log.Body.ShouldBe(new string('가', 199) + "…");
    }

    [Fact]
    public void Cut_NeverSplitsASurrogatePair()
    {
        OtlpText.Cut("ab😀😀", 4).ShouldBe("ab…");
        OtlpText.Cut("ab😀", 4).ShouldBe("ab😀");
        OtlpText.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("😀", 100))), 11).ShouldBe("😀😀😀😀😀…");
    }

    [Fact]
    public void Text_WithInvalidBytes_IsReadable()
    {
        OtlpText.Read([0x61, 0xff, 0x62], 100).ShouldBe("a\ufffdb");
        OtlpText.Read([.. Enumerable.Repeat((byte)0x61, 100), 0xc0], 200).ShouldEndWith("a\ufffd");
    }

    [Fact]
    public void RepeatedNames_AreOneString() =>
        OtlpText.Read("http.request.method"u8, 100).ShouldBeSameAs(OtlpText.Read("http.request.method"u8, 100));

    [Fact]
    public void Times_CoverEveryNumber()
    {
        OtlpTime.From(0).ShouldBe(DateTimeOffset.UnixEpoch);
        OtlpTime.From(ulong.MaxValue).Year.ShouldBe(2554);
    }

    [Fact]
    public void UnpackedRepeatedNumbers_AreReadLikePackedOnes()
    {
        // resource_metrics { scope_metrics { metrics { histogram { data_points { bucket_counts: 1, bucket_counts: 2, explicit_bounds: 10 } } } } }
        byte[] point = [0x31, 1, 0, 0, 0, 0, 0, 0, 0, 0x31, 2, 0, 0, 0, 0, 0, 0, 0, 0x39, .. BitConverter.GetBytes(10.0)];
        var decoded = ProtobufMetrics.Decode(Field(1, Field(2, Field(2, Field(9, Field(1, point))))), Limits).Entries.ShouldHaveSingleItem();
        decoded.Point.BucketCounts.ShouldBe([1UL, 2UL]);
        decoded.Point.Bounds.ShouldBe([10.0]);
    }

    [Fact]
    public void UnknownFields_AreSkipped()
    {
        // Fields 99 of every wire type around an empty log record.
        byte[] unknown = [0x98, 0x06, 0x2a, 0x99, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0x9a, 0x06, 0x02, 9, 9, 0x9d, 0x06, 1, 2, 3, 4];
        byte[] record = [.. unknown, 0x2a, 0x04, 0x0a, 0x02, 0x68, 0x69, .. unknown];
        ProtobufLogs.Decode([.. unknown, .. Field(1, [.. unknown, .. Field(2, [.. unknown, .. Field(2, record)])])], Limits, TimeProvider.System)
            .Entries.ShouldHaveSingleItem().Body.ShouldBe("hi");
    }

    [Fact]
    public void DamagedProtobuf_IsReadOrRefused_NeverAnythingElse()
    {
        byte[] keyValue = Field(6, [.. Field(1, "key"u8.ToArray()), .. Field(2, Field(5, Field(1, Field(1, "nested"u8.ToArray()))))]);
        byte[] record = [0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x10, 0x09, .. Field(5, Field(1, "body"u8.ToArray())), .. keyValue, .. Field(9, new byte[16]), .. Field(10, new byte[8])];
        byte[] valid = Field(1, [.. Field(1, Field(1, [.. Field(1, "service.name"u8.ToArray()), .. Field(2, Field(1, "rag"u8.ToArray()))])), .. Field(2, Field(2, record))]);
        ProtobufLogs.Decode(valid, Limits, TimeProvider.System).Entries.ShouldHaveSingleItem().Body.ShouldBe("body");

        var refused = 0;
        var state = 88_172_645_463_325_252UL;
        for (var i = 0; i < 30_000; i++)
        {
            var damaged = valid.ToArray();
            for (var change = 0; change <= i % 4; change++)
                damaged[Next() % (ulong)damaged.Length] = (byte)Next();
            var length = i % 3 == 0 ? (int)(Next() % (ulong)damaged.Length) : damaged.Length;
            refused += Try(() => ProtobufLogs.Decode(damaged.AsSpan(0, length), Limits, TimeProvider.System));
            refused += Try(() => ProtobufTraces.Decode(damaged.AsSpan(0, length), Limits));
            refused += Try(() => ProtobufMetrics.Decode(damaged.AsSpan(0, length), Limits));
        }

        refused.ShouldBeGreaterThan(1_000);

        // xorshift64 (Marsaglia 2003): the same damage in every run.
        ulong Next()
        {
            state ^= state << 13;
            state ^= state >> 7;
            return state ^= state << 17;
        }

        static int Try(Action decode)
        {
            try
            {
                decode();
                return 0;
            }
            catch (OtlpFormatException)
            {
                return 1;
            }
        }
    }

    [Fact]
    public void DamagedJson_IsReadOrRefused_NeverAnythingElse()
    {
        var valid = Encoding.UTF8.GetBytes("""
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"\u0072ag"}}]},"scopeLogs":[{"scope":{"name":"s"},"logRecords":[
            {"timeUnixNano":"1","severityNumber":9,"body":{"kvlistValue":{"values":[{"key":"k","value":{"doubleValue":1.5}}]}},"traceId":"5b8efff798038103d269b633813fc60c"}]}]}],
            "resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"n","kind":2,"status":{"code":2}}]}]}],
            "resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"h","histogram":{"dataPoints":[{"count":"3","sum":4.5,"bucketCounts":["1","2"],"explicitBounds":[10]}]}}]}]}]}
            """);
        var refused = 0;
        var state = 2_463_534_242U;
        for (var i = 0; i < 10_000; i++)
        {
            var damaged = valid.ToArray();
            for (var change = 0; change <= i % 3; change++)
                damaged[Next() % damaged.Length] = i % 2 == 0 ? (byte)Next() : valid[Next() % valid.Length];
            try
            {
                JsonRequest.Decode(damaged, root => JsonLogs.Decode(root, Limits, TimeProvider.System));
                JsonRequest.Decode(damaged, root => JsonTraces.Decode(root, Limits));
                JsonRequest.Decode(damaged, root => JsonMetrics.Decode(root, Limits));
            }
            catch (OtlpFormatException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(1_000, 9_999);

        // xorshift32 (Marsaglia 2003): the same damage in every run.
        uint Next()
        {
            state ^= state << 13;
            state ^= state >> 17;
            return state ^= state << 5;
        }
    }

    private static byte[] Field(int number, byte[] value) => [(byte)(number << 3 | 2), (byte)value.Length, .. value];
}
