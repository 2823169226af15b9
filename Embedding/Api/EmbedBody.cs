using System.Text.Json.Serialization;
using LocalAi.Contracts.Embedding;

namespace LocalAi.Embedding.Api;

/// <summary><see cref="EmbedRequest"/> as it is read: lenient where the answer can name the item.</summary>
internal sealed record EmbedBody(
    [property: JsonConverter(typeof(TextListConverter))] IReadOnlyList<string?>? Texts, EmbedKind Kind = EmbedKind.Passage);
