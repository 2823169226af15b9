namespace LocalAi.Rag.Reading;

internal enum LineNumbers
{
    /// <summary>The text is the file.</summary>
    Same,

    /// <summary>Each line of the text comes from a line or row of the file.</summary>
    Mapped,

    /// <summary>The file has no lines.</summary>
    None,
}
