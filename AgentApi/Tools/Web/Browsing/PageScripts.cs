using System.Reflection;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>The JavaScript functions that look at a page, kept as files and read when the first page is.</summary>
internal static class PageScripts
{
    private static readonly Lazy<string> Shared = new(() => Read("shared.js"));
    private static readonly Lazy<string> ScrapeText = new(() => Compose("scrape.js"));
    private static readonly Lazy<string> AnalyzeText = new(() => Compose("analyze.js"));
    private static readonly Lazy<string> PaletteText = new(() => Compose("palette.js"));
    private static readonly Lazy<string> FindText = new(() => Compose("find.js"));
    private static readonly Lazy<string> ElementText = new(() => Compose("element.js"));

    public static string Scrape => ScrapeText.Value;

    public static string Analyze => AnalyzeText.Value;

    public static string Palette => PaletteText.Value;

    public static string Find => FindText.Value;

    public static string Element => ElementText.Value;

    // Each file is the body of one function; what several use stands in front of it.
    private static string Compose(string name) => "async function (arg) {\n" + Shared.Value + "\n" + Read(name) + "\n}";

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("web/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
