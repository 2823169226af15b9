using System.Text;
using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>A JSON object; keys are names joined by dots, values are JSON.</summary>
internal sealed class JsonSettings : ISettingsFormat
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public void Check(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new SettingsException("It is not a JSON object. Repair it in its program first.", "malformed");
            }
        }
        catch (JsonException wrong)
        {
            throw new SettingsException($"It is not valid JSON (line {wrong.LineNumber + 1}). Repair it in its program first.", "malformed");
        }
    }

    public string? Read(string text, string key)
    {
        using var document = JsonDocument.Parse(text, Strict);
        var element = document.RootElement;
        foreach (var name in key.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.GetRawText();
    }

    public string Write(string text, string key, string value)
    {
        var names = key.Split('.');
        var bytes = Encoding.UTF8.GetBytes(text);
        var place = JsonPlace.Find(bytes, names);
        if (place.Blocked)
        {
            throw new SettingsException($"{key} cannot be set: a part of it is not an object in this file.", "malformed");
        }

        if (place.Found)
        {
            return Splice(bytes, place.Start, place.End, value);
        }

        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var (outer, unit) = Indentation(bytes, place);
        if (unit is null)
        {
            return Splice(bytes, place.Start, place.Start, (place.Empty ? "" : ", ") + OnOneLine(names.AsSpan(place.Depth), value));
        }

        var lines = OnLines(names.AsSpan(place.Depth), value, outer + unit, unit, newLine);
        return place.Empty
            ? Splice(bytes, place.Start, place.End, newLine + lines + newLine + outer)
            : Splice(bytes, place.Start, place.Start, "," + newLine + lines);
    }

    /// <summary>The indentation of the object's own line and what one level adds; no unit where the whole object stands on one line.</summary>
    private static (string Outer, string? Unit) Indentation(byte[] bytes, JsonPlace place)
    {
        var outer = LineIndentation(bytes, place.ObjectStart);
        if (place.FirstName is { } first)
        {
            return bytes.AsSpan(place.ObjectStart, first - place.ObjectStart).Contains((byte)'\n')
                ? (outer, LineIndentation(bytes, first) is var inner && inner.StartsWith(outer, StringComparison.Ordinal) && inner.Length > outer.Length ? inner[outer.Length..] : "  ")
                : (outer, null);
        }

        return (outer, place.RootUnit ?? (bytes.AsSpan().Contains((byte)'\n') || place.ObjectStart == 0 ? "  " : null));
    }

    private static string LineIndentation(byte[] bytes, int position)
    {
        var start = bytes.AsSpan(0, position).LastIndexOf((byte)'\n') + 1;
        var length = bytes.AsSpan(start, position - start).IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Encoding.UTF8.GetString(bytes, start, length < 0 ? position - start : length);
    }

    private static string OnOneLine(ReadOnlySpan<string> names, string value) =>
        names.Length == 1 ? $"\"{names[0]}\": {value}" : $"\"{names[0]}\": {{ {OnOneLine(names[1..], value)} }}";

    private static string OnLines(ReadOnlySpan<string> names, string value, string indentation, string unit, string newLine) => names.Length == 1
        ? $"{indentation}\"{names[0]}\": {value}"
        : $"{indentation}\"{names[0]}\": {{{newLine}{OnLines(names[1..], value, indentation + unit, unit, newLine)}{newLine}{indentation}}}";

    private static string Splice(byte[] bytes, int start, int end, string with) =>
        Encoding.UTF8.GetString(bytes, 0, start) + with + Encoding.UTF8.GetString(bytes, end, bytes.Length - end);
}
