using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Schemas;

/// <summary>
/// The input schema of a tool and its check. It knows the part of JSON Schema 2020-12 our tools use (type, properties, required,
/// additionalProperties: false, enum, minimum, maximum, minLength, maxLength, items, minItems, maxItems) and refuses a schema with anything else,
/// so a rule that stands in a schema is a rule that is kept.
/// </summary>
internal sealed class ArgumentSchema
{
    private static readonly string[] Known =
        ["type", "description", "properties", "required", "additionalProperties", "enum", "minimum", "maximum", "minLength", "maxLength", "items", "minItems", "maxItems", "default"];

    /// <summary>Rules a model does not choose by; a call that breaks one is told which field and what is allowed.</summary>
    private static readonly string[] Sizes = ["minLength", "maxLength", "minItems", "maxItems"];

    private ArgumentSchema(JsonElement json)
    {
        Json = json;
        Short = JsonSerializer.SerializeToElement(WithoutSizes(JsonObject.Create(json)!));
    }

    /// <summary>The whole schema: what is checked, and what <c>GET /tool-info</c> shows.</summary>
    public JsonElement Json { get; }

    /// <summary>The same without the sizes of texts and lists: for lists of all tools, which every model call pays for in tokens.</summary>
    public JsonElement Short { get; }

    /// <summary>Reads the properties of an object schema, as JSON, and the names that are required.</summary>
    public static ArgumentSchema Object(string properties, params string[] required)
    {
        var list = JsonSerializer.Serialize(required);
        var text = required.Length == 0
            ? $$"""{"type":"object","properties":{{properties}},"additionalProperties":false}"""
            : $$"""{"type":"object","properties":{{properties}},"required":{{list}},"additionalProperties":false}""";
        using var document = JsonDocument.Parse(text);
        var schema = document.RootElement.Clone();
        CheckKnown(schema);
        return new ArgumentSchema(schema);
    }

    /// <summary>Every field that does not fit, at most ten; empty when the arguments fit.</summary>
    public IReadOnlyList<SchemaProblem> Check(JsonElement arguments)
    {
        var problems = new List<SchemaProblem>();
        SchemaCheck.Check(Json, arguments, "", problems);
        return problems;
    }

    private static JsonObject WithoutSizes(JsonObject schema)
    {
        foreach (var size in Sizes)
        {
            schema.Remove(size);
        }

        foreach (var property in schema["properties"] as JsonObject ?? [])
        {
            WithoutSizes((JsonObject)property.Value!);
        }

        if (schema["items"] is JsonObject items)
        {
            WithoutSizes(items);
        }

        return schema;
    }

    private static void CheckKnown(JsonElement schema)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            if (!Known.Contains(rule.Name, StringComparer.Ordinal))
            {
                throw new InvalidOperationException($"Schema rule '{rule.Name}' is not one that is checked.");
            }

            if (rule.NameEquals("properties"))
            {
                foreach (var property in rule.Value.EnumerateObject())
                {
                    CheckKnown(property.Value);
                }
            }
            else if (rule.NameEquals("items"))
            {
                CheckKnown(rule.Value);
            }
        }
    }
}
