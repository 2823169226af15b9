using System.Text.Json;

namespace LocalAi.Tests.Gateway.Support;

internal sealed record ReceivedCall(string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
