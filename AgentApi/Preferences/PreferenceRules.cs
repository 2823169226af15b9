using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalAi.AgentApi.Runs;
using LocalAi.AgentApi.Tools;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Preferences;

/// <summary>Which preferences there are and what each may hold. Names under <c>app.</c> belong to programs: any JSON that can be stored.</summary>
internal sealed partial class PreferenceRules(ToolCatalog catalog)
{
    public const string Model = "model";
    public const string Language = "language";
    public const string Instructions = "instructions";
    public const string Toolsets = "toolsets";

    private const int LargestBytes = 8 * 1024;
    private const int LongestInstructions = 4000;
    private const int LongestNumber = 40;

    /// <exception cref="RequestProblemException">There can be no preference of this name.</exception>
    public static void CheckName(string name)
    {
        if (name is not (Model or Language or Instructions or Toolsets) && !AppName().IsMatch(name))
        {
            throw Problem("name", $"must be {Model}, {Language}, {Instructions}, {Toolsets}, or app. and 1 to 60 of a-z, 0-9, '.', '-', '_'.");
        }
    }

    /// <exception cref="RequestProblemException">The value is not one this preference takes.</exception>
    public void Check(string name, JsonElement value)
    {
        CheckName(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            throw Problem("value", "is missing; delete the preference to unset it.");
        }

        if (Encoding.UTF8.GetByteCount(value.GetRawText()) > LargestBytes)
        {
            throw Problem("value", $"must have at most {LargestBytes} bytes.");
        }

        if (!IsStorable(value))
        {
            throw Problem("value", "has a NUL character, half of a surrogate pair, or a number that is out of range.");
        }

        if (Refusal(name, value) is { } refusal)
        {
            throw Problem("value", refusal);
        }
    }

    private string? Refusal(string name, JsonElement value) => name switch
    {
        Model => Text(value) is { } model && RunEndpoints.Models.Contains(model) ? null : $"must be one of {string.Join(", ", RunEndpoints.Models)}.",
        Language => Text(value) is { } language && LanguageTag().IsMatch(language) ? null : "must be a language tag such as ko or en-GB.",
        Instructions => Text(value) is { Length: > 0 and <= LongestInstructions } ? null : $"must be a text of 1 to {LongestInstructions} characters.",
        Toolsets => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= catalog.Toolsets.Count && value.EnumerateArray().All(t => Text(t) is { } toolset && catalog.Toolsets.Contains(toolset))
            ? null
            : $"must be a list of {string.Join(", ", catalog.Toolsets)}.",
        _ => null,
    };

    /// <summary>Whether Postgres takes it as jsonb and every reader can write it again.</summary>
    private static bool IsStorable(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(p => !p.Name.Contains('\0', StringComparison.Ordinal) && IsStorable(p.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
                JsonValueKind.String => !value.GetString()!.Contains('\0', StringComparison.Ordinal),
                JsonValueKind.Number => value.GetRawText().Length <= LongestNumber && value.TryGetDouble(out var number) && double.IsFinite(number),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: System.Text.Json refuses to make a text of it.
            return false;
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static RequestProblemException Problem(string field, string message) => new(StatusCodes.Status400BadRequest, $"{field} {message}") { Field = field };

    [GeneratedRegex(@"\Aapp\.[a-z0-9][a-z0-9._-]{0,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AppName();

    [GeneratedRegex(@"\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
