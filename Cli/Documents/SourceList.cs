using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Documents;

/// <summary>Prints sources: number, file and lines, so that a terminal can open them.</summary>
internal static class SourceList
{
    public static void Write(Output output, IEnumerable<Source> sources, bool withText)
    {
        foreach (var source in sources)
        {
            var heading = source.Heading.Length > 0 ? "  " + Printable.OneLine(source.Heading) : "";
            output.WriteLine(output.Paint("36", $"[{source.N}]") + $" {Place(source)}" + output.Paint("2", heading));
            if (withText)
            {
                var text = source.Text ?? source.Quote;
                foreach (var line in (output.Rich ? Printable.Text(text) : text).Split('\n'))
                {
                    output.WriteLine("    " + line);
                }
            }
        }

        output.EndLine();
    }

    /// <summary>path:first-last, or path (page n).</summary>
    public static string Place(Source source)
    {
        var path = Printable.OneLine(source.Path);
        var lines = source.LineEnd > source.LineStart ? $"{source.LineStart}-{source.LineEnd}" : $"{source.LineStart}";
        return source switch
        {
            { Page: { } page } => $"{path} (page {page})",
            { LineStart: > 0 } => $"{path}:{lines}",
            _ => path,
        };
    }
}
