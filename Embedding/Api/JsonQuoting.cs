using System.Text.Json;

namespace LocalAi.Embedding.Api;

internal static class JsonQuoting
{
    public static string Quoted(this JsonEncodedText text) => "\"" + text.Value + "\"";
}
