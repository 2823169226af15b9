namespace LocalAi.Gateway.Relaying;

/// <summary>The head of a successful answer.</summary>
/// <param name="ContentType"><c>application/json</c> or <c>text/event-stream</c>, with the upstream's charset.</param>
/// <param name="Length">Bytes, or null when it is not known.</param>
/// <param name="Upstream">Who answers; null while that is not certain.</param>
internal readonly record struct AnswerHead(string ContentType, long? Length, string? Upstream);
