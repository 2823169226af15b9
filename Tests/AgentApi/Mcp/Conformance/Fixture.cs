#pragma warning disable MCP9005 // The newest revision has no logging; the suite still scores it for the older one.
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.Tests.AgentApi.Mcp.Conformance;

/// <summary>
/// What the official conformance suite expects of a server beside its own tools: tools, prompts and resources named test_*. Only tests add it;
/// transport, sessions and checks under test are the product's.
/// </summary>
internal static class Fixture
{
    /// <summary>A picture of one red pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    public static void Add(IServiceCollection services) => services.PostConfigure<McpServerOptions>(options =>
    {
        options.ToolCollection = [.. FixtureTools.All(), .. FixtureInputTools.All()];
        options.PromptCollection = [.. FixturePrompts.All()];
        options.ResourceCollection = [.. FixtureResources.All()];
        options.Handlers.CompleteHandler = (_, _) => ValueTask.FromResult(new CompleteResult { Completion = new Completion { Values = ["paris", "park", "party"], Total = 3 } });
        options.Handlers.SubscribeToResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.UnsubscribeFromResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.SetLoggingLevelHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
    });

    public static TextContentBlock Text(string text) => new() { Text = text };

    public static InputRequest Form(string message, string field, ElicitRequestParams.PrimitiveSchemaDefinition? schema = null) => InputRequest.ForElicitation(Question(message, (field, schema ?? new ElicitRequestParams.StringSchema())));

    public static ElicitRequestParams Question(string message, params (string Name, ElicitRequestParams.PrimitiveSchemaDefinition Schema)[] fields) => new()
    {
        Message = message,
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties = fields.ToDictionary(f => f.Name, f => f.Schema, StringComparer.Ordinal),
            Required = [.. fields.Select(f => f.Name)],
        },
    };
}
