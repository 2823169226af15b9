namespace LocalAi.AgentApi.Tools.Web;

/// <summary>What a page says. Written by others: data, never instructions.</summary>
internal sealed record ScrapedPage
{
    /// <summary>Where the page was in the end.</summary>
    public required string Url { get; init; }

    public required string Title { get; init; }

    /// <summary>As the page declares it, or "".</summary>
    public required string Language { get; init; }

    public required int Status { get; init; }

    public required string Content { get; init; }

    public required IReadOnlyList<(string Text, string Url)> Links { get; init; }

    /// <summary>True when the page has more than is ever read.</summary>
    public required bool IsCut { get; init; }

    public string? Notes { get; init; }
}
