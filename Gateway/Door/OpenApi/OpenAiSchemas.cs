using System.Text.Json.Nodes;
using LocalAi.Gateway.Models;
using Microsoft.OpenApi;

namespace LocalAi.Gateway.Door.OpenApi;

/// <summary>What the gateway itself reads of a request. Every other field of the OpenAI API is passed on, so the schemas are open.</summary>
internal static class OpenAiSchemas
{
    public static OpenApiSchema Chat() => Request(
        PublicModels.Listed,
        "messages",
        Array(Object(["role"], ("role", Text("system, user, assistant or tool")), ("content", Any("A text, or an array of parts: text, image_url …"))), "The conversation, oldest first"),
        ("tools", Array(Any("{type: function, function: {name, description, parameters}}"), "What the model may call")),
        ("response_format", Any("{type: json_object}, or {type: json_schema, json_schema: {name, schema}}")));

    public static OpenApiSchema Completion() => Request(PublicModels.Listed, "prompt", Any("A text, or an array of texts or tokens"));

    public static OpenApiSchema Embedding() => Object(
        ["model", "input"],
        ("model", Text("Any name: the embedding service runs one engine")),
        ("input", Any("A text, or an array of texts")));

    public static OpenApiSchema Error() => Object(
        ["error"],
        ("error", Object(
            ["message", "type"],
            ("message", Text("What is wrong and what to do")),
            ("type", Text("invalid_request_error, authentication_error, permission_error, rate_limit_error or api_error")),
            ("param", Text("The field that is wrong")),
            ("code", Text("A stable word")))));

    public static OpenApiSchema Answer() => new() { Type = JsonSchemaType.Object };

    public static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Request(string[] models, string prompt, OpenApiSchema promptSchema, params (string Name, OpenApiSchema Schema)[] more)
    {
        var model = Text("auto picks one from the conversation");
        model.Enum = [.. models.Select(name => (JsonNode)name)];
        return Object(
            ["model", prompt],
            [
                ("model", model),
                (prompt, promptSchema),
                ("stream", new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Server-sent events as they come" }),
                ("temperature", Number("0 with a seed makes the answer repeatable, and cached", 0, 2)),
                ("top_p", Number("Nucleus sampling", 0, 1)),
                ("max_tokens", Integer("Most tokens to generate")),
                ("n", Integer("Answers to generate")),
                ("seed", Integer("Of the sampling")),
                ("stop", Any("A text or up to four: generation ends before it")),
                .. more,
            ]);
    }

    private static OpenApiSchema Object(string[] required, params (string Name, OpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string>(required, StringComparer.Ordinal),
        Properties = properties.ToDictionary(p => p.Name, p => (IOpenApiSchema)p.Schema, StringComparer.Ordinal),
    };

    private static OpenApiSchema Array(OpenApiSchema items, string description) =>
        new() { Type = JsonSchemaType.Array, Items = items, Description = description };

    private static OpenApiSchema Number(string description, int minimum, int maximum) => new()
    {
        Type = JsonSchemaType.Number,
        Description = description,
        Minimum = minimum.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = maximum.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static OpenApiSchema Integer(string description) => new() { Type = JsonSchemaType.Integer, Description = description };

    private static OpenApiSchema Any(string description) => new() { Description = description };
}
