using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.Tests.AgentApi.Mcp.Conformance;

internal static class FixtureResources
{
    public static IEnumerable<McpServerResource> All()
    {
        yield return Resource("test://static-text", "text/plain", () => (ResourceContents)new TextResourceContents { Uri = "test://static-text", MimeType = "text/plain", Text = "This is the content of the static text resource." });
        yield return Resource("test://static-binary", "image/png", () => (ResourceContents)BlobResourceContents.FromBytes(Fixture.Png, "test://static-binary", "image/png"));
        yield return Resource("test://watched-resource", "text/plain", () => (ResourceContents)new TextResourceContents { Uri = "test://watched-resource", MimeType = "text/plain", Text = "watched" });
        yield return Resource("test://template/{id}/data", "application/json", (string id) => (ResourceContents)new TextResourceContents
        {
            Uri = $"test://template/{id}/data",
            MimeType = "application/json",
            Text = $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""",
        });
    }

    private static McpServerResource Resource(string uri, string type, Delegate read) =>
        McpServerResource.Create(read, new McpServerResourceCreateOptions { UriTemplate = uri, Name = uri, Description = "Fixture " + uri, MimeType = type });
}
