using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>How arrays and maps become text: readable JSON, Korean left as it is. It is data, never put into a page unescaped.</summary>
internal static class OtlpJsonText
{
    public static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
