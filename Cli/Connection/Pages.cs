using LocalAi.Contracts.Rag;

namespace LocalAi.Cli.Connection;

/// <summary>Reads paged lists to their end, but not without end.</summary>
internal static class Pages
{
    private const int Most = 10_000;

    public static async Task<IReadOnlyList<T>> ReadAllAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> read, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            var page = await read(after, cancellationToken);
            all.AddRange(page.Items);
            after = page.Items.Count > 0 ? page.Next : null;
        }
        while (after is not null && all.Count < Most);
        return all;
    }
}
