using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Audit;

/// <summary>Takes secrets out of what is recorded or shown: by the name of the field, and by the look of the text.</summary>
internal static partial class Redaction
{
    private const string Mark = "[redacted]";
    private const int LongestText = 400;
    private const int Reach = 4096;
    private const int LongestArguments = 8 * 1024;
    private const int Deepest = 16;

    // Of what somebody is asked to approve nothing may be hidden: room for the longest script.
    private const int LongestQuestion = 256 * 1024;

    /// <summary>The arguments as compact JSON: secrets redacted, texts over 400 characters shortened with their length and hash, at most 8 KB.</summary>
    public static string Arguments(JsonElement? arguments) => arguments is { } value ? Arguments(value, LongestText, Reach, LongestArguments) : "{}";

    /// <summary>The arguments for whoever decides about them: whole but for secrets. Beyond 256 KB only their size and hash.</summary>
    public static string Question(JsonElement arguments) => Arguments(arguments, LongestQuestion, LongestQuestion, LongestQuestion);

    private static string Arguments(JsonElement value, int longestText, int reach, int longest)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, value, 0, text => Text(text, longestText, reach));
        }

        return buffer.WrittenCount <= longest
            ? Encoding.UTF8.GetString(buffer.WrittenSpan)
            : string.Create(CultureInfo.InvariantCulture, $$"""{"too_long":{{buffer.WrittenCount}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan))}}"}""");
    }

    /// <summary>A sentence without secrets, control characters or more than 400 characters.</summary>
    public static string Text(string text) => Text(text, LongestText, Reach);

    private static string Text(string text, int longest, int reach)
    {
        // Of a longer text only the beginning is kept, so only it is searched: a secret that begins in it ends within the reach or is cut by the mark.
        var whole = Whole(text);
        try
        {
            return Shorten(SecretLook().Replace(whole.Length <= reach ? whole : whole[..reach], m => m.Groups["keep"].Value + Mark), whole, longest);
        }
        catch (RegexMatchTimeoutException)
        {
            return "[not shown: it could not be searched for secrets in time]";
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, int depth, Func<string, string> text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < Deepest:
                json.WriteStartObject();
                var isTyped = IsTyped(value);
                foreach (var property in value.EnumerateObject())
                {
                    var name = Name(property);
                    json.WritePropertyName(name.Length <= 80 ? name : name[..80]);
                    if (isTyped && property.NameEquals("value"))
                    {
                        json.WriteStringValue(Mark);
                    }
                    else if (SecretName().IsMatch(name) && property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Number)
                    {
                        json.WriteStringValue(Mark);
                    }
                    else
                    {
                        Write(json, property.Value, depth + 1, text);
                    }
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array when depth < Deepest:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, depth + 1, text);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                json.WriteStringValue("…");
                break;
            case JsonValueKind.String:
                json.WriteStringValue(text(Read(value)));
                break;
            default:
                json.WriteRawValue(value.GetRawText().Length <= 64 ? value.GetRawText() : "0");
                break;
        }
    }

    // A step of web_automate that types: only the page knows whether the field is for a password, so none of it is recorded.
    private static bool IsTyped(JsonElement value) =>
        value.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String && action.ValueEquals("fill");

    private static string Name(JsonProperty property)
    {
        try
        {
            return Whole(property.Name);
        }
        catch (InvalidOperationException)
        {
            return "�";
        }
    }

    private static string Read(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: the raw escape says more than nothing.
            return value.GetRawText();
        }
    }

    // Postgres text holds no NUL, and JSON no half surrogate.
    private static string Whole(string text) => Pipeline.TerminalText.Clean(text);

    private static string Shorten(string text, string whole, int longest)
    {
        if (whole.Length <= longest)
        {
            return text;
        }

        var cut = Math.Min(longest / 2, text.Length);
        cut -= cut > 0 && char.IsHighSurrogate(text[cut - 1]) ? 1 : 0;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, 8));
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, cut)}… [{whole.Length} characters, sha256 {hash}…]");
    }

    [GeneratedRegex("""pass(word|wd|phrase)?$|secret|token$|_token|api[-_]?key|^auth(orization)?$|credential|private[-_]?key|access[-_]?key|cookie|^pwd$|connection[-_]?string""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        """
        -----BEGIN[A-Z ]*PRIVATE\ KEY-----[\s\S]*?(-----END[A-Z ]*PRIVATE\ KEY-----|$)
        |\b(sk|pk|rk)-[A-Za-z0-9_-]{16,}
        |\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}
        |\b(AKIA|ASIA)[A-Z0-9]{16}\b
        |\bxox[abeoprs]-[A-Za-z0-9-]{10,}
        |\bAIza[A-Za-z0-9_-]{30,}
        |\b(ntn|secret)_[A-Za-z0-9]{20,}
        |\bnpm_[A-Za-z0-9]{30,}|\bhf_[A-Za-z0-9]{20,}
        |\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*
        |(?<keep>\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s/@]+(?=@)
        |(?<keep>\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}
        |(?<keep>(?<!\S)--?[a-z0-9-]*(password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key)\s+)[^\s-]\S{3,}
        |(?<keep>\b[A-Za-z0-9_-]*(password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key)["']?\s*[=:]\s*["']?)[^\s"'&;,]{4,}
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex SecretLook();
}
