using System.Text;
using System.Text.Json;
using LocalAi.Gateway.Upstreams.Providers;

namespace LocalAi.Gateway.Relaying;

/// <summary>Reads what upstreams write when they fail.</summary>
internal static class ErrorBody
{
    private const int LongestSentence = 300;

    /// <summary>The error's sentence out of an OpenAI error object, another JSON answer, or a stream's event; null when there is none.</summary>
    public static string? Sentence(ReadOnlySpan<byte> body)
    {
        var brace = body.IndexOf((byte)'{');
        if (brace < 0)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body[brace..], isFinalBlock: false, default);
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                return null;
            }

            using (document)
            {
                var root = document.RootElement;
                var error = root.Member("error");
                return Shorten(error.Text("message") ?? root.Text("error") ?? root.Text("message") ?? root.Text("detail"));
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text member of an OpenAI error object, or null.</summary>
    public static string? Field(ReadOnlySpan<byte> body, string name)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (body.IsEmpty || !JsonDocument.TryParseValue(ref reader, out var document))
            {
                return null;
            }

            using (document)
            {
                return document.RootElement.Member("error").Text(name);
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True when the body is an OpenAI error object that clients can be shown as it is.</summary>
    public static bool IsOpenAiError(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.Member("error").Text("message") is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The beginning of something that is no JSON, made safe for a sentence.</summary>
    public static string Excerpt(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 80)]);
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        }).Trim();
    }

    private static string? Shorten(string? sentence) =>
        sentence is { Length: > LongestSentence } ? sentence[..LongestSentence] + "…" : sentence;
}
