namespace LocalAi.Cli.Terminal;

/// <summary>Columns as wide as their longest cell. The last one is cut at the edge of a terminal, never in a pipe.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, Printable.OneLine));

    public void Write(Output output)
    {
        var widths = new int[headings.Length];
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], CellWidth.Of(row[i]));
            }
        }

        foreach (var row in _rows)
        {
            var line = string.Join("  ", row.Select((cell, i) => i == row.Length - 1 ? cell : CellWidth.Pad(cell, widths[i]))).TrimEnd();
            if (output.Rich)
            {
                line = CellWidth.Fit(line, Output.Width - 1);
            }

            output.WriteLine(ReferenceEquals(row, headings) ? output.Paint("1", line) : line);
        }

        output.EndLine();
    }
}
