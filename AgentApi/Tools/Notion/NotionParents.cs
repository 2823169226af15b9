using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Finds where a page goes: by id, by URL, or by title.</summary>
internal sealed class NotionParents(NotionClient client, IOptions<AgentOptions> options)
{
    private const int Candidates = 25;
    private const int Named = 5;
    private const int LongestTitle = 80;

    /// <exception cref="ToolException">There is no such parent, or more than one.</exception>
    public async Task<NotionParent> FindAsync(string? given, CancellationToken cancellationToken)
    {
        given = string.IsNullOrWhiteSpace(given) ? options.Value.Notion.DefaultParent : given;
        if (string.IsNullOrWhiteSpace(given))
        {
            throw new ToolException("Say where the page goes: parent is a page's or database's id, URL or title. Without it, set Agent:Notion:DefaultParent.");
        }

        if (NotionId.Find(given) is { } id)
        {
            return await FindByIdAsync(id, cancellationToken);
        }

        return given.Contains("://", StringComparison.Ordinal)
            ? throw new ToolException("parent is a URL that is not a Notion page's: copy the page's link in Notion.")
            : await FindByTitleAsync(given, cancellationToken);
    }

    private async Task<NotionParent> FindByIdAsync(string id, CancellationToken cancellationToken)
    {
        // The id does not say what it names, so the three are asked in the order of how often they are meant.
        if (await TryGetAsync("pages/" + id, cancellationToken) is { } page)
        {
            return Usable(page, new NotionParent(NotionParent.Page, id, page.Title()));
        }

        if (await TryGetAsync("databases/" + id, cancellationToken) is { } database)
        {
            var sources = database.Items("data_sources").Select(s => new NotionParent(NotionParent.DataSource, s.Text("id") ?? "", s.Text("name") ?? "")).ToList();
            return sources.Count == 1 ? Usable(database, sources[0]) : throw new ToolException(sources.Count == 0 ? "This database has no data source to add a page to." : "This database has several data sources; give the id of one: " + List(sources));
        }

        return await TryGetAsync("data_sources/" + id, cancellationToken) is { } source
            ? Usable(source, new NotionParent(NotionParent.DataSource, id, source.Title()))
            : throw new ToolException("Notion has no page or database with this id for this connection: open it in Notion and add the connection to it (••• → Connections).");
    }

    private async Task<JsonElement?> TryGetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ReadAsync(HttpMethod.Get, path, null, cancellationToken);
        }
        catch (NotionException missing) when (missing.IsNotThere)
        {
            return null;
        }
    }

    private async Task<NotionParent> FindByTitleAsync(string title, CancellationToken cancellationToken)
    {
        var wanted = Plain(title);
        var answer = await client.ReadAsync(HttpMethod.Post, "search", new JsonObject { ["query"] = wanted, ["page_size"] = Candidates }, cancellationToken);
        var found = answer.Items("results")
            .Where(r => !r.Flag("in_trash") && r.Text("id") is not null)
            .Select(r => new NotionParent(r.Text("object") == "page" ? NotionParent.Page : NotionParent.DataSource, r.Text("id")!, r.Title()))
            .ToList();
        var same = found.Where(f => Plain(f.Title).Equals(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        return same switch
        {
            [var one] => one,
            [] => throw new ToolException(found.Count == 0
                ? "Notion has no page with this title for this connection. Share the page with the connection, or give its URL."
                : "Notion has no page with exactly this title; there are " + List(found) + "."),
            _ => throw new ToolException("Several pages have this title; give the id of one: " + List(same) + "."),
        };
    }

    private static NotionParent Usable(JsonElement json, NotionParent parent) =>
        json.Flag("in_trash") ? throw new ToolException("The parent is in Notion's trash; restore it or choose another.") : parent;

    private static string List(List<NotionParent> parents) =>
        string.Join(", ", parents.Take(Named).Select(p => $"\"{(p.Title.Length <= LongestTitle ? p.Title : p.Title[..LongestTitle] + "…")}\" ({p.Id})"));

    /// <summary>Titles are compared as people see them: composed, without space around.</summary>
    private static string Plain(string title)
    {
        try
        {
            return title.Trim().Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no normal form.
            return title.Trim();
        }
    }
}
