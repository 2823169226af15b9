using System.Security.Cryptography;
using System.Text;
using Dapper;
using LocalAi.AgentApi.Tools.Web;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Which web pages were read into Notion: address, title, size and hash, not their text.</summary>
internal sealed class WebScrapeStore(Database database, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public async Task AddAsync(string user, string url, WebPage page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var now = time.GetUtcNow();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            WITH gone AS (DELETE FROM agent.web_scrapes WHERE user_name = @user AND at < @old)
            INSERT INTO agent.web_scrapes (id, user_name, url, final_url, title, characters, sha256, at) VALUES (@id, @user, @url, @final, @title, @characters, @sha256, @now)
            """,
            new
            {
                user,
                url,
                final = page.Url,
                title = page.Title.Replace("\0", "", StringComparison.Ordinal),
                characters = page.Markdown.Length,
                sha256 = SHA256.HashData(Encoding.UTF8.GetBytes(page.Markdown)),
                now,
                old = now - Kept,
                id = Guid.CreateVersion7(now),
            },
            cancellationToken: cancellationToken));
    }
}
