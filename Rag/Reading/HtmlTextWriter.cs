using System.Text;
using AngleSharp.Dom;

namespace LocalAi.Rag.Reading;

/// <summary>Walks a page without recursion (pages nest as deep as they like) and writes its text line by line.</summary>
internal sealed class HtmlTextWriter
{
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "SVG", "HEAD", "IFRAME", "OBJECT", "CANVAS", "SELECT",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "P", "DIV", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "NAV", "ASIDE", "UL", "OL", "LI", "DL", "DT", "DD", "TABLE", "TR", "BLOCKQUOTE",
        "PRE", "H1", "H2", "H3", "H4", "H5", "H6", "FIGURE", "FIGCAPTION", "FORM", "HR", "DETAILS", "SUMMARY", "ADDRESS", "BODY",
    };

    private readonly StringBuilder _text = new();
    private readonly List<int> _lines = [];
    private readonly StringBuilder _line = new();
    private int _lineInFile = 1;
    private int _preformatted;

    public string Text => _text.ToString();

    /// <summary>The file's line for each line of <see cref="Text"/>.</summary>
    public IReadOnlyList<int> Lines => _lines;

    public void Write(IElement root, CancellationToken cancellationToken)
    {
        INode? node = root;
        while (node is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var descend = Enter(node);
            if (descend && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            if (descend)
            {
                Leave(node);
            }

            while (node != root && node!.NextSibling is null)
            {
                node = node.Parent!;
                Leave(node);
            }

            node = node == root ? null : node.NextSibling;
        }

        EndLine();
    }

    private bool Enter(INode node)
    {
        if (node is IText text)
        {
            WriteText(text.Data);
            return false;
        }

        if (node is not IElement element || Skipped.Contains(element.TagName))
        {
            return false;
        }

        // Elements that the page leaves out have no line of their own.
        if (element.SourceReference is { Position.Line: > 0 } reference)
        {
            _lineInFile = reference.Position.Line;
        }

        if (Blocks.Contains(element.TagName))
        {
            EndLine();
            _line.Append(Prefix(element));
        }

        switch (element.TagName)
        {
            case "BR":
                EndLine();
                break;
            case "TD" or "TH" when _line.Length > 0:
                _line.Append(" | ");
                break;
            case "IMG" when element.GetAttribute("alt") is { Length: > 0 } alt:
                WriteText(" " + alt + " ");
                break;
            case "PRE":
                _preformatted++;
                _line.Append("```");
                EndLine();
                break;
        }

        return true;
    }

    private void Leave(INode node)
    {
        if (node is not IElement element || Skipped.Contains(element.TagName))
        {
            return;
        }

        if (element.TagName == "PRE")
        {
            EndLine();
            _line.Append("```");
            EndLine();
            _preformatted--;
        }

        if (Blocks.Contains(element.TagName))
        {
            EndLine();
            if (element.TagName is not ("LI" or "TR" or "DT" or "DD") && _text.Length > 0 && (_text.Length < 2 || _text[^2] != '\n'))
            {
                _text.Append('\n');
                _lines.Add(_lineInFile);
            }
        }
    }

    private void WriteText(string data)
    {
        if (_preformatted > 0)
        {
            var first = true;
            foreach (var line in data.AsSpan().EnumerateLines())
            {
                if (!first)
                {
                    EndLine();
                    _lineInFile++;
                }

                _line.Append(line);
                first = false;
            }

            return;
        }

        foreach (var c in data)
        {
            if (!char.IsWhiteSpace(c))
            {
                _line.Append(c);
            }
            else if (_line.Length > 0 && _line[^1] != ' ')
            {
                _line.Append(' ');
            }
        }
    }

    private void EndLine()
    {
        var written = _line.ToString().TrimEnd();
        _line.Clear();

        // A bullet or heading sign without text is no line.
        if (_preformatted == 0 && written.TrimStart('#', '-', '>', ' ').Length == 0)
        {
            return;
        }

        _text.Append(written).Append('\n');
        _lines.Add(_lineInFile);
    }

    private static string Prefix(IElement element) => element.TagName switch
    {
        ['H', var level and >= '1' and <= '6'] => new string('#', level - '0') + " ",
        "LI" => "- ",
        "BLOCKQUOTE" => "> ",
        _ => "",
    };
}
