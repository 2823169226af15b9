namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>A row of agent.notion_pages: a page that is being written, or was.</summary>
internal sealed class NotionPageRow
{
    public const string Columns =
        """id AS "Id", title AS "Title", page_id AS "PageId", url AS "Url", blocks AS "Blocks", written AS "Written", status AS "Status", created_at AS "CreatedAt" """;

    public Guid Id { get; init; }

    public string Title { get; init; } = "";

    /// <summary>Notion's id; null until Notion has made the page.</summary>
    public string? PageId { get; set; }

    public string? Url { get; set; }

    /// <summary>Blocks the page shall have.</summary>
    public int Blocks { get; init; }

    /// <summary>Blocks that are written as far as is known.</summary>
    public int Written { get; set; }

    /// <summary>writing (now, or left half-written) or done.</summary>
    public string Status { get; set; } = "writing";

    public DateTime CreatedAt { get; init; }

    public bool IsDone => Status == "done";
}
