namespace LocalAi.Tests.Gateway.Support;

/// <summary>Gateways over one or two scripted upstreams, with short pauses between attempts.</summary>
internal static class Gateways
{
    public static Task<TestGateway> SingleAsync(string url, params (string, string)[] settings) =>
        TestGateway.StartAsync([("Upstreams:llm:Endpoint", url), ("Upstreams:llm:RetryDelay", "00:00:00.010"), .. settings]);

    public static Task<TestGateway> PairAsync(string first, string second, params (string, string)[] settings) => TestGateway.StartAsync(
    [
        ("Upstreams:llm:Endpoint", first), ("Upstreams:llm:RetryDelay", "00:00:00.010"),
        ("Upstreams:second:Endpoint", second), ("Upstreams:second:Provider", "inference"),
        ("Models:chat-7b:0:Upstream", "llm"), ("Models:chat-7b:1:Upstream", "second"),
        .. settings,
    ]);
}
