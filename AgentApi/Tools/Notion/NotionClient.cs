using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>
/// Notion's REST API (developers.notion.com/reference). What Notion did not take (429, 529, 409) is sent again after the time it names; what it may
/// have done (a timeout, 5xx) is sent again only when doing it twice changes nothing.
/// </summary>
internal sealed class NotionClient(IHttpClientFactory clients, IOptions<AgentOptions> options, TimeProvider time)
{
    public const string Name = "notion";

    /// <summary>The newest documented version of the API.</summary>
    public const string Version = "2026-03-11";

    private const int Attempts = 5;
    private const int LongestMessage = 300;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private NotionOptions Options => options.Value.Notion;

    /// <summary>Why Notion cannot be used and which setting brings it, or null.</summary>
    public string? Unavailable => Options.Token.Length > 0
        ? null
        : "Notion is not configured: make a connection at notion.so/profile/integrations, share pages with it, and set Agent:Notion:Token (or NOTION_TOKEN) to its token.";

    /// <summary>A request that changes nothing.</summary>
    public Task<JsonElement> ReadAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) => SendAsync(method, path, body, repeatable: true, cancellationToken);

    /// <summary>A request that changes something.</summary>
    /// <exception cref="NotionException">It was refused, or it may have happened: <see cref="NotionException.MayHaveHappened"/>.</exception>
    public Task<JsonElement> WriteAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken) => SendAsync(method, path, body, repeatable: false, cancellationToken);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, bool repeatable, CancellationToken cancellationToken)
    {
        var json = body?.ToJsonString(ToolJson.Options);
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure, wait) = await TryAsync(method, path, json, cancellationToken);
            if (failure is null)
            {
                return answer;
            }

            var again = wait is not null || (repeatable && failure.MayHaveHappened);
            var delay = wait ?? TimeSpan.Zero;
            delay = delay > TimeSpan.Zero ? delay : FirstDelay * (1 << (attempt - 1));
            if (!again || attempt == Attempts || delay > TimeSpan.FromSeconds(Options.MaxWaitSeconds))
            {
                throw failure;
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <returns>The answer; or what went wrong, and when it was certainly not done, how long to wait (zero: as we like) before it is sent again.</returns>
    private async Task<(JsonElement Answer, NotionException? Failure, TimeSpan? Wait)> TryAsync(HttpMethod method, string path, string? json, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), limit, TimeSpan.FromSeconds(Options.TimeoutSeconds), Timeout.InfiniteTimeSpan);
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        using var http = clients.CreateClient(Name);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            return response.IsSuccessStatusCode ? Read(text) : (default, Refusal(response, text), Wait(response));
        }
        catch (HttpRequestException away)
        {
            var neverSent = away.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            return (default, new NotionException("Notion cannot be reached.", mayHaveHappened: !neverSent, cause: away), neverSent ? TimeSpan.Zero : null);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, new NotionException($"Notion did not answer in {Options.TimeoutSeconds} s.", mayHaveHappened: true, cause: slow), null);
        }
    }

    private static (JsonElement, NotionException?, TimeSpan?) Read(string text)
    {
        try
        {
            var answer = JsonElement.Parse(text);
            if (answer.ValueKind == JsonValueKind.Object)
            {
                return (answer, null, null);
            }
        }
        catch (JsonException wrong)
        {
            return (default, new NotionException("Notion's answer is not JSON.", mayHaveHappened: true, cause: wrong), null);
        }

        return (default, new NotionException("Notion's answer is not a JSON object.", mayHaveHappened: true), null);
    }

    private TimeSpan? Wait(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return (int)response.StatusCode is 429 or 529 or 409 ? wait : null;
    }

    private NotionException Refusal(HttpResponseMessage response, string text)
    {
        var status = (int)response.StatusCode;
        var (code, said) = ReadError(text);
        var message = code switch
        {
            "unauthorized" => "Notion refuses the token: set Agent:Notion:Token (or NOTION_TOKEN) to the token of a connection that exists.",
            "restricted_resource" => "The Notion connection may not do this: give it the capability (read, insert) in Notion's connection settings.",
            "object_not_found" => "Notion has no such page for this connection: open the page in Notion and add the connection to it (••• → Connections).",
            "rate_limited" or "service_overload" => $"Notion takes no more requests now; try again in {Seconds(response)} s.",
            _ when status is 429 or 529 => $"Notion takes no more requests now; try again in {Seconds(response)} s.",
            _ when status >= 500 => $"Notion has a problem of its own (HTTP {status}).",
            _ when status is >= 300 and < 400 => $"Notion's address redirects (HTTP {status}), which is not followed: check Agent:Notion:Url.",
            _ => said.Length > 0 ? $"Notion refused the request: {said.TrimEnd('.')}." : $"Notion refused the request (HTTP {status}).",
        };
        return new NotionException(message, status, code, mayHaveHappened: status >= 500 && status != 529);
    }

    private int Seconds(HttpResponseMessage response) => Math.Max(1, (int)Math.Ceiling((Wait(response) ?? TimeSpan.Zero).TotalSeconds));

    private (string? Code, string Said) ReadError(string text)
    {
        try
        {
            var error = JsonElement.Parse(text);
            return (error.Text("code"), Clean(error.Text("message") ?? ""));
        }
        catch (JsonException)
        {
            // A proxy's page, not Notion's words.
            return (null, "");
        }
    }

    private string Clean(string said)
    {
        var clean = TerminalText.Clean(said).Replace(Options.Token, "[token]", StringComparison.Ordinal);
        return clean.Length <= LongestMessage ? clean : string.Concat(clean.AsSpan(0, LongestMessage), "…");
    }
}
