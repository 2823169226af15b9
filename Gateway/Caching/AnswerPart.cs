namespace LocalAi.Gateway.Caching;

/// <param name="Bytes">One chunk of an answer.</param>
/// <param name="IsAside">A comment for those who wait now; not repeated later.</param>
internal readonly record struct AnswerPart(ReadOnlyMemory<byte> Bytes, bool IsAside);
