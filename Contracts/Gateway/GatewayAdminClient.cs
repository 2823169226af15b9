using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.Contracts.Errors;

namespace LocalAi.Contracts.Gateway;

/// <summary>The gateway's own API: keys, usage, models, upstreams, cache. Errors are <see cref="ApiException"/> with the gateway's own sentence.</summary>
/// <param name="http">A client whose base address is the gateway and whose <c>Authorization</c> is the internal key or an admin's key.</param>
public sealed class GatewayAdminClient(HttpClient http)
{
    private const string Service = "The gateway";

    /// <summary>One page of keys, newest first.</summary>
    /// <param name="after">The previous page's <see cref="ApiKeyPage.Next"/>, or null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApiKeyPage> ListKeysAsync(string? after, CancellationToken cancellationToken) =>
        GetAsync("api/keys" + (after is null ? "" : "?after=" + Uri.EscapeDataString(after)), GatewayJson.Default.ApiKeyPage, cancellationToken);

    /// <summary>Makes a key. The answer is the only place that ever shows it.</summary>
    public Task<CreatedApiKey> CreateKeyAsync(CreateApiKey request, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "api/keys", JsonContent.Create(request, GatewayJson.Default.CreateApiKey), GatewayJson.Default.CreatedApiKey, cancellationToken);

    /// <summary>Revokes a key at once and for good.</summary>
    /// <param name="id">The key's id or prefix.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RevokeKeyAsync(string id, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, "api/keys/" + Uri.EscapeDataString(id));
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
    }

    /// <summary>Whether any key exists.</summary>
    public Task<VerifiedApiKey> AnyKeysAsync(CancellationToken cancellationToken) =>
        GetAsync("api/keys/verify", GatewayJson.Default.VerifiedApiKey, cancellationToken);

    /// <summary>Whom a key belongs to. Needs the internal key.</summary>
    public Task<VerifiedApiKey> VerifyKeyAsync(string key, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "api/keys/verify", JsonContent.Create(new VerifyApiKey(key), GatewayJson.Default.VerifyApiKey), GatewayJson.Default.VerifiedApiKey, cancellationToken);

    /// <summary>Sums of the time from <paramref name="from"/> (default: 30 days ago) to <paramref name="to"/> (default: now).</summary>
    /// <param name="groupBy">model, user, key, upstream or day.</param>
    /// <param name="from">Start, inclusive.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<UsageReport> UsageAsync(string groupBy, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var query = "api/usage?group_by=" + Uri.EscapeDataString(groupBy)
            + (from is { } start ? "&from=" + Uri.EscapeDataString(start.ToString("O")) : "")
            + (to is { } end ? "&to=" + Uri.EscapeDataString(end.ToString("O")) : "");
        return GetAsync(query, GatewayJson.Default.UsageReport, cancellationToken);
    }

    public Task<GatewayModelList> ListModelsAsync(CancellationToken cancellationToken) =>
        GetAsync("api/models", GatewayJson.Default.GatewayModelList, cancellationToken);

    public Task<UpstreamStateList> ListUpstreamsAsync(CancellationToken cancellationToken) =>
        GetAsync("api/upstreams", GatewayJson.Default.UpstreamStateList, cancellationToken);

    /// <summary>Loads models and waits for them; minutes when a model is large.</summary>
    public Task<PrewarmResult> PrewarmAsync(PrewarmRequest request, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "prewarm", JsonContent.Create(request, GatewayJson.Default.PrewarmRequest), GatewayJson.Default.PrewarmResult, cancellationToken);

    /// <summary>Loads a public model on its first upstream that can, and waits for it.</summary>
    public Task<PrewarmResult> LoadModelAsync(string model, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"api/models/{Uri.EscapeDataString(model)}/load", null, GatewayJson.Default.PrewarmResult, cancellationToken);

    /// <summary>Frees the memory of a public model on every upstream that can.</summary>
    public Task<GatewayModelList> UnloadModelAsync(string model, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"api/models/{Uri.EscapeDataString(model)}/unload", null, GatewayJson.Default.GatewayModelList, cancellationToken);

    public Task<GatewayHealth> HealthAsync(CancellationToken cancellationToken) =>
        GetAsync("health", GatewayJson.Default.GatewayHealth, cancellationToken);

    public Task<CacheState> CacheAsync(CancellationToken cancellationToken) =>
        GetAsync("api/cache", GatewayJson.Default.CacheState, cancellationToken);

    /// <summary>Forgets every cached answer.</summary>
    public Task<CacheState> PurgeCacheAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, "api/cache", null, GatewayJson.Default.CacheState, cancellationToken);

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, type, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, path) { Content = content };
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, type, Service, cancellationToken);
    }
}
