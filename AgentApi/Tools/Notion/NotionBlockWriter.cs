using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>
/// Appends blocks to a page, in requests Notion takes. It goes on where a page was left: what is there is counted first, so nothing is written twice,
/// and a request that got no answer is looked for before it is sent again.
/// </summary>
internal sealed class NotionBlockWriter(NotionClient client)
{
    private const int MostElements = 900;
    private const int MostBytes = 400_000;
    private const int Attempts = 3;

    /// <summary>The first blocks as they go along with a new page: up to the first that has more children than fit.</summary>
    public static IReadOnlyList<NotionBlock> First(IReadOnlyList<NotionBlock> blocks) => [.. Next(blocks, 0).TakeWhile(b => !b.HasMore)];

    /// <summary>Writes what is missing of a page or block whose children should be <paramref name="blocks"/>.</summary>
    /// <param name="parent">Id of the page or block.</param>
    /// <param name="blocks">What its children shall be.</param>
    /// <param name="isNew">True when what is there is known: the inline children.</param>
    /// <param name="there">Children that are there when <paramref name="isNew"/>.</param>
    /// <param name="written">Told how many blocks were just written.</param>
    /// <param name="cancellationToken">Ends the writing; what is written stays.</param>
    public async Task WriteAsync(string parent, IReadOnlyList<NotionBlock> blocks, bool isNew, int there, Func<int, Task> written, CancellationToken cancellationToken)
    {
        if (!isNew)
        {
            var found = await ChildrenAsync(parent, cancellationToken);
            Compare(found, blocks);
            there = found.Count;
            await written(there + blocks.Take(there).Sum(b => b.HasMore ? 0 : b.Inline));
            await DeepenAsync([.. found.Select(f => f.Id)], blocks, isNew: false, written, cancellationToken);
        }

        while (there < blocks.Count)
        {
            var chunk = Next(blocks, there);
            var ids = await AppendAsync(parent, chunk, there, cancellationToken);
            there += chunk.Count;
            await written(chunk.Sum(b => b.Elements));
            await DeepenAsync(ids, chunk, isNew: true, written, cancellationToken);
        }
    }

    /// <summary>Writes the children that did not go along with their blocks.</summary>
    private async Task DeepenAsync(IReadOnlyList<string> ids, IReadOnlyList<NotionBlock> blocks, bool isNew, Func<int, Task> written, CancellationToken cancellationToken)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (blocks[i].HasMore)
            {
                await WriteAsync(ids[i], blocks[i].Children, isNew, blocks[i].Inline, written, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<string>> AppendAsync(string parent, List<NotionBlock> chunk, int there, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["children"] = new JsonArray([.. chunk.Select(b => (JsonNode)b.ToJson())]) };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await client.WriteAsync(HttpMethod.Patch, $"blocks/{parent}/children", body, cancellationToken);
                var ids = answer.Items("results").Select(r => r.Text("id")).OfType<string>().ToList();
                if (ids.Count == chunk.Count)
                {
                    return ids;
                }
            }
            catch (NotionException unsure) when (unsure.MayHaveHappened && attempt < Attempts)
            {
                // Looked for below.
            }

            var now = await ChildrenAsync(parent, cancellationToken);
            if (now.Count == there + chunk.Count)
            {
                return [.. now.Skip(there).Select(c => c.Id)];
            }

            if (now.Count != there || attempt == Attempts)
            {
                throw new NotionException("Notion holds another number of blocks than were written; somebody else may be editing the page.");
            }
        }
    }

    private async Task<List<(string Id, string Type)>> ChildrenAsync(string parent, CancellationToken cancellationToken)
    {
        var children = new List<(string, string)>();
        string? cursor = null;
        do
        {
            var page = await client.ReadAsync(
                HttpMethod.Get, $"blocks/{parent}/children?page_size=100" + (cursor is null ? "" : "&start_cursor=" + Uri.EscapeDataString(cursor)), null, cancellationToken);
            children.AddRange(page.Items("results").Select(r => (r.Text("id") ?? "", r.Text("type") ?? "")));
            cursor = page.Flag("has_more") ? page.Text("next_cursor") : null;
        }
        while (cursor is not null && children.Count <= MarkdownBlocks.MostBlocks);

        return children;
    }

    private static void Compare(List<(string Id, string Type)> found, IReadOnlyList<NotionBlock> blocks)
    {
        if (found.Count > blocks.Count || found.Where((f, i) => f.Type != blocks[i].Type).Any())
        {
            throw new NotionException("The page was edited since it was left half-written, so it is not continued.");
        }
    }

    /// <summary>The longest run of blocks from a place on that one request takes.</summary>
    private static List<NotionBlock> Next(IReadOnlyList<NotionBlock> blocks, int from)
    {
        var chunk = new List<NotionBlock>();
        var (elements, bytes) = (0, 0);
        for (var i = from; i < blocks.Count && chunk.Count < NotionBlock.MostTogether; i++)
        {
            elements += blocks[i].Elements;
            bytes += blocks[i].Bytes;
            if (chunk.Count > 0 && (elements > MostElements || bytes > MostBytes))
            {
                break;
            }

            chunk.Add(blocks[i]);
        }

        return chunk;
    }
}
