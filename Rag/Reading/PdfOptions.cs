namespace LocalAi.Rag.Reading;

/// <summary>Section <c>Rag:Pdf</c>.</summary>
internal sealed class PdfOptions
{
    public const string Section = "Rag:Pdf";

    /// <summary>The program of poppler-utils that turns a PDF into text; a name on PATH or an absolute path.</summary>
    public string Program { get; set; } = "pdftotext";

    /// <summary>Longest run for one file in seconds; 1 to 600.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Address space of the program in MB (Linux, macOS); 128 to 16384.</summary>
    public int MemoryMegabytes { get; set; } = 1024;
}
