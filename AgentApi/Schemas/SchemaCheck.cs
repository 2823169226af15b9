using System.Text.Json;

namespace LocalAi.AgentApi.Schemas;

/// <summary>Checks a value against a schema and names every field that does not fit.</summary>
internal static class SchemaCheck
{
    private const int MostProblems = 10;

    public static void Check(JsonElement schema, JsonElement value, string field, List<SchemaProblem> problems)
    {
        if (problems.Count >= MostProblems)
        {
            return;
        }

        if (schema.TryGetProperty("type", out var type) && !IsType(type.GetString()!, value))
        {
            Add(problems, field, $"must be {Article(type.GetString()!)}, not {Kind(value)}");
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(schema, value, field, problems);
                break;
            case JsonValueKind.Array:
                CheckArray(schema, value, field, problems);
                break;
            case JsonValueKind.String:
                CheckText(schema, value, field, problems);
                break;
            case JsonValueKind.Number:
                CheckNumber(schema, value, field, problems);
                break;
        }
    }

    private static void CheckObject(JsonElement schema, JsonElement value, string field, List<SchemaProblem> problems)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return;
        }

        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(n => n.GetString()!).Where(n => !value.TryGetProperty(n, out _)))
            {
                Add(problems, Join(field, name), "is required");
            }
        }

        foreach (var property in value.EnumerateObject())
        {
            if (properties.TryGetProperty(property.Name, out var rule))
            {
                Check(rule, property.Value, Join(field, property.Name), problems);
            }
            else if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False)
            {
                Add(problems, Join(field, Shorten(property.Name)), "is not known; known are " + string.Join(", ", properties.EnumerateObject().Select(p => p.Name)));
            }
        }
    }

    private static void CheckArray(JsonElement schema, JsonElement value, string field, List<SchemaProblem> problems)
    {
        var length = value.GetArrayLength();
        if (schema.TryGetProperty("minItems", out var least) && length < least.GetInt32())
        {
            Add(problems, field, $"must have at least {least} items, it has {length}");
        }

        if (schema.TryGetProperty("maxItems", out var most) && length > most.GetInt32())
        {
            Add(problems, field, $"must have at most {most} items, it has {length}");
            return;
        }

        if (schema.TryGetProperty("items", out var items))
        {
            var i = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(items, item, $"{field}[{i++}]", problems);
            }
        }
    }

    private static void CheckText(JsonElement schema, JsonElement value, string field, List<SchemaProblem> problems)
    {
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Add(problems, field, "has half of a surrogate pair; send whole characters");
            return;
        }

        if (schema.TryGetProperty("minLength", out var least) && text.Length < least.GetInt32())
        {
            Add(problems, field, text.Length == 0 ? "must not be empty" : $"must have at least {least} characters");
        }

        if (schema.TryGetProperty("maxLength", out var most) && text.Length > most.GetInt32())
        {
            Add(problems, field, $"must have at most {most} characters, it has {text.Length}");
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => a.ValueEquals(text)))
        {
            Add(problems, field, "must be one of " + string.Join(", ", allowed.EnumerateArray().Select(a => a.GetString())));
        }
    }

    private static void CheckNumber(JsonElement schema, JsonElement value, string field, List<SchemaProblem> problems)
    {
        var number = value.GetDouble();
        if (schema.TryGetProperty("minimum", out var least) && number < least.GetDouble())
        {
            Add(problems, field, $"must be at least {least}, not {Shorten(value.GetRawText())}");
        }

        if (schema.TryGetProperty("maximum", out var most) && number > most.GetDouble())
        {
            Add(problems, field, $"must be at most {most}, not {Shorten(value.GetRawText())}");
        }
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()),

        // 3.0 is an integer in JSON Schema; 1e400 is nothing that fits anywhere.
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Abs(value.GetDouble()) <= int.MaxValue && double.IsInteger(value.GetDouble()),
        _ => false,
    };

    private static string Article(string type) => type is "object" or "array" or "integer" ? "an " + type : type == "string" ? "a text" : "a " + type;

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "the number " + Shorten(value.GetRawText()),
        _ => "a boolean",
    };

    private static string Join(string field, string name) => field.Length == 0 ? name : field + "." + name;

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static void Add(List<SchemaProblem> problems, string field, string message) =>
        problems.Add(new SchemaProblem(field.Length == 0 ? "arguments" : field, message));
}
