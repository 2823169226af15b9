using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Embedding.Api;

/// <summary>Checks the texts of a request and names the one that is wrong.</summary>
internal static class TextCleaning
{
    /// <summary>Texts without NUL and lone surrogates.</summary>
    /// <exception cref="RequestProblemException">413 too many; 422 none, a null, an empty or a too long one.</exception>
    public static string[] Check(IReadOnlyList<string?>? texts, string field)
    {
        if (texts is null || texts.Count == 0) throw Wrong(StatusCodes.Status422UnprocessableEntity, field, $"'{field}' must hold 1 to {EmbeddingLimits.MaxTexts} texts.", "no_texts");
        if (texts.Count > EmbeddingLimits.MaxTexts)
            throw Wrong(StatusCodes.Status413PayloadTooLarge, field, $"{texts.Count} texts; at most {EmbeddingLimits.MaxTexts} a request. Send several requests.", "too_many_texts");
        var clean = new string[texts.Count];
        for (var i = 0; i < clean.Length; i++)
        {
            var item = $"{field}[{i}]";
            var text = texts[i] ?? throw Wrong(StatusCodes.Status422UnprocessableEntity, item, $"{item} is null; every item must be a text.", "text_null");
            if (text.Length > EmbeddingLimits.MaxCharacters)
                throw Wrong(StatusCodes.Status422UnprocessableEntity, item, $"{item} has {text.Length} characters; at most {EmbeddingLimits.MaxCharacters} are allowed. Cut it into chunks.", "text_too_long");
            if (string.IsNullOrWhiteSpace(text)) throw Wrong(StatusCodes.Status422UnprocessableEntity, item, $"{item} is empty; leave it out.", "text_empty");
            clean[i] = Clean(text);
        }
        return clean;
    }

    /// <summary>NUL ends strings in native servers and is refused by Postgres; half a surrogate pair cannot be written as UTF-8.</summary>
    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal)) return text;
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                var isPaired = (char.IsHighSurrogate(source[i]) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
                    || (char.IsLowSurrogate(source[i]) && i > 0 && char.IsHighSurrogate(source[i - 1]));
                target[i] = source[i] == '\0' ? ' ' : char.IsSurrogate(source[i]) && !isPaired ? '\uFFFD' : source[i];
            }
        });
    }

    private static RequestProblemException Wrong(int status, string field, string detail, string code) => new(status, detail) { Field = field, Code = code };
}
