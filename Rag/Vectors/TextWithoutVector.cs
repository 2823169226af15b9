namespace LocalAi.Rag.Vectors;

internal sealed class TextWithoutVector
{
    public long Id { get; init; }

    public byte[] Hash { get; init; } = [];

    public string Heading { get; init; } = "";

    public string Text { get; init; } = "";
}
