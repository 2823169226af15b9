using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.AgentApi.Notion;

/// <summary>
/// Notion's API as it is documented for 2026-03-11, on loopback: pages, databases, block children, search, its size rules and its errors. A test
/// says with <c>Fail</c> how the next requests go wrong.
/// </summary>
internal sealed class NotionDouble : IAsyncDisposable
{
    public const string Token = "ntn_0123456789abcdefghijklmnopqrstuv";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NotionDoublePage> _pages = [];
    private readonly Dictionary<string, JsonObject> _databases = [];
    private readonly Dictionary<string, List<string>> _children = [];
    private readonly Dictionary<string, JsonObject> _blocks = [];
    private readonly Queue<(string Path, Func<HttpContext, Func<Task>, Task> How)> _failures = new();

    private NotionDouble(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Method and path of every request, in order.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<NotionDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var notion = new NotionDouble(app);
        app.Run(notion.HandleAsync);
        await app.StartAsync();
        return notion;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public string AddPage(string title, bool inTrash = false)
    {
        var id = Guid.NewGuid().ToString("D");
        lock (_gate)
        {
            _pages[id] = new NotionDoublePage(id, title, "workspace", inTrash);
            _children[id] = [];
        }

        return id;
    }

    public string AddDatabase(string title, params string[] sources)
    {
        var id = Guid.NewGuid().ToString("D");
        lock (_gate)
        {
            _databases[id] = new JsonObject
            {
                ["object"] = "database",
                ["id"] = id,
                ["title"] = Rich(title),
                ["data_sources"] = new JsonArray([.. sources.Select(s => (JsonNode)new JsonObject { ["id"] = s, ["name"] = title + " source" })]),
            };
        }

        return id;
    }

    public void Trash(string id)
    {
        lock (_gate)
        {
            _pages[id] = _pages[id] with { InTrash = true };
        }
    }

    /// <summary>Somebody else writes a paragraph at the end of the page.</summary>
    public void Edit(string page)
    {
        lock (_gate)
        {
            Append(page, [new JsonObject { ["type"] = "paragraph", ["paragraph"] = new JsonObject { ["rich_text"] = new JsonArray() } }]);
        }
    }

    /// <summary>The next request whose "METHOD path" begins so goes wrong; <paramref name="how"/> may still let it be done first.</summary>
    public void Fail(string path, Func<HttpContext, Func<Task>, Task> how)
    {
        lock (_gate)
        {
            _failures.Enqueue((path, how));
        }
    }

    public void Fail(string path, int status, string code, string message = "Refused by the double.", int? retryAfter = null) => Fail(path, (context, _) =>
    {
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return ErrorAsync(context, status, code, message);
    });

    /// <summary>Pages a test made below a parent, by title.</summary>
    public IReadOnlyList<NotionDoublePage> PagesUnder(string parent)
    {
        lock (_gate)
        {
            return [.. _pages.Values.Where(p => p.Parent == parent)];
        }
    }

    /// <summary>What is on a page, as an outline: type and text, two spaces a level.</summary>
    public string Outline(string page)
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            Write(page, "");
        }

        return text.ToString();

        void Write(string parent, string indent)
        {
            foreach (var id in _children.GetValueOrDefault(parent) ?? [])
            {
                var block = _blocks[id];
                var type = (string)block["type"]!;
                text.Append(indent).Append(type).Append(' ').Append(Describe(block[type]!.AsObject())).Append('\n');
                Write(id, indent + "  ");
            }
        }
    }

    private static string Describe(JsonObject content)
    {
        var runs = content["cells"] is JsonArray cells ? string.Join(" | ", cells.Select(c => Plain(c!.AsArray()))) : content["rich_text"] is JsonArray rich ? Plain(rich) : "";
        return runs
            + (content["language"] is { } language ? $" [{language}]" : "")
            + (content["checked"] is { } done ? $" [{((bool)done ? "x" : " ")}]" : "")
            + (content["external"] is { } image ? $" {image["url"]}" : "");
    }

    private static string Plain(JsonArray runs) => string.Concat(runs.Select(r =>
    {
        var text = (string)r!["text"]!["content"]!;
        var style = r["annotations"];
        text = (bool?)style?["code"] == true ? $"`{text}`" : text;
        text = (bool?)style?["bold"] == true ? $"**{text}**" : text;
        text = (bool?)style?["italic"] == true ? $"*{text}*" : text;
        text = (bool?)style?["strikethrough"] == true ? $"~~{text}~~" : text;
        return r["text"]!["link"] is { } link ? $"<{text} {link["url"]}>" : text;
    }));

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Method + " " + context.Request.Path.Value!;
        Func<HttpContext, Func<Task>, Task>? failure = null;
        lock (_gate)
        {
            Requests.Add(path);
            if (_failures.TryPeek(out var next) && path.StartsWith(next.Path, StringComparison.Ordinal))
            {
                failure = _failures.Dequeue().How;
            }
        }

        if (failure is null)
        {
            await AnswerAsync(context);
        }
        else
        {
            await failure(context, () => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        if (context.Request.Headers.Authorization != "Bearer " + Token)
        {
            await ErrorAsync(context, 401, "unauthorized", "API token is invalid.");
            return;
        }

        if (context.Request.Headers["Notion-Version"] != "2026-03-11")
        {
            await ErrorAsync(context, 400, "missing_version", "Notion-Version header should be defined.");
            return;
        }

        try
        {
            NotionDoubleRules.CheckSize(text);
            var body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
            JsonNode answer;
            lock (_gate)
            {
                answer = Route(context, context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries), body);
            }

            await context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
        }
        catch (NotionDoubleRefusal refusal)
        {
            await ErrorAsync(context, refusal.Status, refusal.Code, refusal.Message);
        }
    }

    private JsonNode Route(HttpContext context, string[] path, JsonObject body) => (context.Request.Method, path) switch
    {
        ("GET", ["v1", "pages", var id]) => Known(_pages, id, _databases.ContainsKey(id) ? "is a database, not a page" : null).ToJson(),
        ("GET", ["v1", "databases", var id]) => Known(_databases, id).DeepClone(),
        ("GET", ["v1", "data_sources", var id]) => _databases.Values.Any(d => d["data_sources"]!.AsArray().Any(s => (string)s!["id"]! == id))
            ? new JsonObject { ["object"] = "data_source", ["id"] = id, ["title"] = Rich("a source") }
            : throw NotionDoubleRefusal.NotFound(id),
        ("POST", ["v1", "pages"]) => Create(body),
        ("PATCH", ["v1", "blocks", var id, "children"]) => AppendTo(id, body),
        ("GET", ["v1", "blocks", var id, "children"]) => Children(id, context.Request.Query),
        ("POST", ["v1", "search"]) => Search(body),
        _ => throw new NotionDoubleRefusal(400, "invalid_request_url", "Invalid request URL."),
    };

    private static T Known<T>(Dictionary<string, T> things, string id, string? isOther = null) =>
        things.TryGetValue(id, out var thing) ? thing
        : isOther is null ? throw NotionDoubleRefusal.NotFound(id)
        : throw new NotionDoubleRefusal(400, "validation_error", $"Provided ID {id} {isOther}.");

    private JsonObject Create(JsonObject body)
    {
        var parent = (string?)body["parent"]?["page_id"] ?? (string?)body["parent"]?["data_source_id"] ?? throw new NotionDoubleRefusal(400, "validation_error", "body.parent should be defined.");
        if (body["parent"]!["page_id"] is not null)
        {
            Known(_pages, parent);
        }

        var title = Plain(body["properties"]!["title"]!["title"]!.AsArray());
        var children = body["children"]?.AsArray() ?? [];
        NotionDoubleRules.CheckBlocks(children);
        var page = new NotionDoublePage(Guid.NewGuid().ToString("D"), title, parent, false);
        _pages[page.Id] = page;
        _children[page.Id] = [];
        Append(page.Id, children);
        return page.ToJson();
    }

    private JsonObject AppendTo(string id, JsonObject body)
    {
        if (!_children.ContainsKey(id))
        {
            throw NotionDoubleRefusal.NotFound(id);
        }

        var children = body["children"]!.AsArray();
        NotionDoubleRules.CheckBlocks(children);
        return List(Append(id, children), null);
    }

    private List<JsonObject> Append(string parent, JsonArray children)
    {
        var made = new List<JsonObject>();
        foreach (var child in children)
        {
            var block = child!.DeepClone().AsObject();
            var type = (string)block["type"]!;
            var inside = block[type]!["children"]?.AsArray();
            block[type]!.AsObject().Remove("children");
            var id = Guid.NewGuid().ToString("D");
            block["id"] = id;
            _blocks[id] = block;
            _children[id] = [];
            _children[parent].Add(id);
            Append(id, inside ?? []);
            made.Add(block);
        }

        return made;
    }

    private JsonObject Children(string id, IQueryCollection query)
    {
        var all = _children.TryGetValue(id, out var known) ? known : throw NotionDoubleRefusal.NotFound(id);
        var from = query["start_cursor"].ToString() is { Length: > 0 } cursor ? all.IndexOf(cursor) : 0;
        var size = int.Parse(query["page_size"].ToString(), CultureInfo.InvariantCulture);
        return List([.. all.Skip(from).Take(size).Select(b => _blocks[b])], from + size < all.Count ? all[from + size] : null);
    }

    private JsonObject Search(JsonObject body)
    {
        var query = (string?)body["query"] ?? "";
        var wanted = (string?)body["filter"]?["value"];
        var size = (int?)body["page_size"] ?? 100;
        var all = _pages.Values.Select(p => p.ToJson())
            .Concat(_databases.Values.SelectMany(d => d["data_sources"]!.AsArray().Select(s => new JsonObject { ["object"] = "data_source", ["id"] = (string)s!["id"]!, ["title"] = d["title"]!.DeepClone(), ["url"] = "https://www.notion.so/x" })))
            .Where(p => wanted is null || (string)p["object"]! == wanted)
            .Where(p => p.ToJsonString(NotionDoubleRules.Readable).Contains(query, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var from = body["start_cursor"] is { } cursor ? int.Parse((string)cursor!, CultureInfo.InvariantCulture) : 0;
        return List([.. all.Skip(from).Take(size)], from + size < all.Count ? (from + size).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static JsonObject List(IEnumerable<JsonObject> items, string? next) => new()
    {
        ["object"] = "list",
        ["results"] = new JsonArray([.. items.Select(i => i.DeepClone())]),
        ["has_more"] = next is not null,
        ["next_cursor"] = next,
    };

    internal static JsonArray Rich(string text) => [new JsonObject { ["type"] = "text", ["plain_text"] = text, ["text"] = new JsonObject { ["content"] = text } }];

    private static Task ErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { @object = "error", status, code, message, request_id = "r" }, context.RequestAborted);
    }
}
