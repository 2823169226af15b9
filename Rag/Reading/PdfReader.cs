using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using LocalAi.Rag.Chunking;
using LocalAi.Rag.Documents;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Reading;

/// <summary>PDF through poppler's <c>pdftotext</c>, page by page; a separate process with limits on time, memory and output, so a hostile file hurts only itself.</summary>
internal sealed class PdfReader(IOptions<PdfOptions> options) : IDocumentReader
{
    private const int LongestError = 4096;

    public bool Reads(string type) => type is "pdf";

    public async Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds));
        using var process = Start(settings, file.Path);
        try
        {
            var error = ReadAtMostAsync(process.StandardError, LongestError, limit.Token);
            var text = await ReadAtMostAsync(process.StandardOutput, DocumentReaders.MostCharacters + 1, limit.Token);
            if (text.Length > DocumentReaders.MostCharacters)
            {
                throw new UnreadableFileException(ProblemCodes.TooMuchText, "The PDF has more text than a document may have.");
            }

            await process.WaitForExitAsync(limit.Token);
            Check(process.ExitCode, await error);
            return ToDocument(text);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreadableFileException(
                ProblemCodes.TooSlow, $"{settings.Program} took longer than {settings.TimeoutSeconds} s. Rag:Pdf:TimeoutSeconds sets the limit.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(PdfOptions settings, string path)
    {
        // sh only sets the limit and is replaced by the program; the path goes in as an argument, never as text of a script.
        string[] arguments = ["-enc", "UTF-8", path, "-"];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(settings.Program, arguments)
            : new ProcessStartInfo(
                "/bin/sh",
                ["-c", "ulimit -v \"$1\" 2>/dev/null; shift; exec \"$@\"", "sh", (settings.MemoryMegabytes * 1024L).ToString(CultureInfo.InvariantCulture), settings.Program, .. arguments]);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception)
        {
            throw Missing(settings.Program);
        }
    }

    private void Check(int exitCode, string error)
    {
        switch (exitCode)
        {
            case 0:
                return;
            case 126 or 127:
                throw Missing(options.Value.Program);
            case 3:
                throw new UnreadableFileException(ProblemCodes.Encrypted, "The PDF forbids taking its text.");
            default:
                throw error.Contains("password", StringComparison.OrdinalIgnoreCase) || error.Contains("encrypt", StringComparison.OrdinalIgnoreCase)
                    ? new UnreadableFileException(ProblemCodes.Encrypted, "The PDF is encrypted; save it without a password.")
                    : new UnreadableFileException(ProblemCodes.Broken, "The PDF is broken: " + FirstLine(error));
        }
    }

    private static ReadDocument ToDocument(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(" \t\r\n\f") < 0)
        {
            throw new UnreadableFileException(ProblemCodes.Empty, "The PDF has no text. If it was scanned, run text recognition (OCR) over it first.");
        }

        var pages = new List<int> { 0 };
        for (var i = text.IndexOf('\f', StringComparison.Ordinal); i >= 0 && i + 1 < text.Length; i = text.IndexOf('\f', i + 1))
        {
            pages.Add(i + 1);
        }

        // A form feed is no sign for readers; a line end keeps the offsets.
        return new ReadDocument(new SourceText(text.Replace('\f', '\n'), SourceKind.Plain, null, pages)) { Lines = LineNumbers.None };
    }

    private static UnreadableFileException Missing(string program) =>
        new(ProblemCodes.ToolMissing, $"{program} is not on this machine; PDF files need it: apt-get install poppler-utils (brew install poppler).");

    private static string FirstLine(string error) => error.AsSpan().Trim().ToString().Split('\n')[0] is { Length: > 0 } line ? line : "pdftotext gave no reason.";

    private static async Task<string> ReadAtMostAsync(StreamReader reader, int characters, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        while (text.Length < characters)
        {
            var read = await reader.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, characters - text.Length)), cancellationToken);
            if (read == 0)
            {
                break;
            }

            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }
}
