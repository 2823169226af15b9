using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>
/// Makes a page out of Markdown. The same call goes on where it was left, and within ten minutes of its end gives the page there is instead of a
/// second one.
/// </summary>
internal sealed class NotionPublisher(NotionClient client, NotionParents parents, NotionBlockWriter writer, NotionPageStore store)
{
    /// <summary>Characters of Markdown a page may be made of.</summary>
    public const int LongestMarkdown = 150_000;

    /// <param name="invocation">Whose call it is, and where progress goes.</param>
    /// <param name="title">1 to 500 characters.</param>
    /// <param name="markdown">At most <see cref="LongestMarkdown"/> characters.</param>
    /// <param name="source">Address the text comes from, or null.</param>
    /// <param name="cancellationToken">Ends the writing; what is written stays and is continued by the same call.</param>
    /// <exception cref="ToolException">It is not or only half written; the message says how far.</exception>
    public async Task<ToolResult> PublishAsync(ToolInvocation invocation, string title, string markdown, string? source, CancellationToken cancellationToken)
    {
        var blocks = MarkdownBlocks.Read(markdown);
        NotionPageRow? row = null;
        try
        {
            var parent = await parents.FindAsync(invocation.TextOrNull("parent"), cancellationToken);
            var hash = Hash(parent, title, markdown, source);
            row = await BeginAsync(invocation.Caller.User, hash, parent, title, source, blocks, cancellationToken);
            if (row.IsDone)
            {
                return Result(row, parent, again: true);
            }

            await WriteAsync(row, parent, blocks, invocation.Progress, cancellationToken);
            return Result(row, parent, again: false);
        }
        catch (NotionException refused)
        {
            throw new ToolException(Sentence(refused, row), refused);
        }
        finally
        {
            if (row is { IsDone: false })
            {
                await store.ReleaseAsync(row);
            }
        }
    }

    private async Task<NotionPageRow> BeginAsync(string user, byte[] hash, NotionParent parent, string title, string? source, IReadOnlyList<NotionBlock> blocks, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var row = await store.BeginAsync(user, hash, parent, title, source, blocks.Sum(Count), cancellationToken)
                    ?? throw new ToolException("The same page is being written at this moment; wait for that call to end.");

                // A page the user has thrown away meanwhile is not "there already", and cannot be continued.
                if (row.PageId is null || await IsThereAsync(row.PageId, cancellationToken))
                {
                    return row;
                }

                await store.ForgetAsync(row, cancellationToken);
            }
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            throw new ToolException("Pages are written only when it can be noted how far they are, and Postgres is away. Nothing was written.", away);
        }
    }

    private async Task<bool> IsThereAsync(string page, CancellationToken cancellationToken)
    {
        try
        {
            return !(await client.ReadAsync(HttpMethod.Get, "pages/" + page, null, cancellationToken)).Flag("in_trash");
        }
        catch (NotionException gone) when (gone.IsNotThere)
        {
            return false;
        }
    }

    private async Task WriteAsync(NotionPageRow row, NotionParent parent, IReadOnlyList<NotionBlock> blocks, IProgress<ToolProgress>? progress, CancellationToken cancellationToken)
    {
        row.Written = 0;
        var first = NotionBlockWriter.First(blocks);
        var isNew = row.PageId is null;
        if (isNew)
        {
            await CreateAsync(row, parent, first, cancellationToken);
            await ReportAsync(first.Sum(b => b.Elements));
        }

        await writer.WriteAsync(row.PageId!, blocks, isNew, first.Count, ReportAsync, cancellationToken);
        row.Status = "done";
        await store.ReleaseAsync(row);

        async Task ReportAsync(int written)
        {
            row.Written += written;
            progress?.Report(new ToolProgress(row.Written, row.Blocks, "writing to Notion"));
            await store.SaveAsync(row, cancellationToken);
        }
    }

    private async Task CreateAsync(NotionPageRow row, NotionParent parent, IReadOnlyList<NotionBlock> first, CancellationToken cancellationToken)
    {
        // Every page's title has the id "title", whatever a database calls it.
        var body = new JsonObject
        {
            ["parent"] = parent.ToJson(),
            ["properties"] = new JsonObject { ["title"] = new JsonObject { ["title"] = RichText.ToArray(RichText.Of(row.Title)) } },
            ["children"] = new JsonArray([.. first.Select(b => (JsonNode)b.ToJson())]),
        };
        var page = await client.WriteAsync(HttpMethod.Post, "pages", body, cancellationToken);
        row.PageId = page.Text("id") is { } id && Guid.TryParse(id, out var known) ? known.ToString("D") : throw new NotionException("Notion's answer has no page id.", mayHaveHappened: true);
        row.Url = page.Text("url");
    }

    private static string Sentence(NotionException refused, NotionPageRow? row)
    {
        if (row is null)
        {
            return refused.Message + " Nothing was written.";
        }

        if (row.PageId is not null)
        {
            return $"{refused.Message} {row.Written} of {row.Blocks} blocks are written to {row.Url ?? row.PageId}; the same call goes on from there.";
        }

        return refused.MayHaveHappened
            ? $"{refused.Message} Whether the page was made is not known: look for it in Notion before you call again."
            : refused.Message + " Nothing was written.";
    }

    private static ToolResult Result(NotionPageRow row, NotionParent parent, bool again)
    {
        var where = parent.Title.Length > 0 ? $" under \"{TerminalText.Clean(parent.Title)}\"" : "";
        return new ToolResult
        {
            Text = again ? $"This page is there already: {row.Url}" : $"The page \"{row.Title}\" is written{where}: {row.Url} ({row.Written} blocks)",
            Structured = new JsonObject { ["page_id"] = row.PageId, ["url"] = row.Url, ["blocks"] = row.Written, ["already_there"] = again },
        };
    }

    private static byte[] Hash(NotionParent parent, string title, string markdown, string? source) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes((string?[])[parent.Id, title, markdown, source]));

    private static int Count(NotionBlock block) => 1 + block.Children.Sum(Count);
}
