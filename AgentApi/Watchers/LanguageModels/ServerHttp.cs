using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// Short calls to a language model server. Every call has a connection of its own: a kept one would look like somebody who uses the server.
/// </summary>
internal sealed class ServerHttp(BoundedHttp http)
{
    public const string ClientName = "rhythm-language-models";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // An unload waits for the server to free gigabytes.
    private static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(30);

    /// <inheritdoc cref="BoundedHttp.SendAsync"/>
    public Task<(int Status, JsonElement? Json)> GetAsync(ServerTarget server, string path, CancellationToken cancellationToken) =>
        SendAsync(server, HttpMethod.Get, path, null, Patience, cancellationToken);

    /// <inheritdoc cref="BoundedHttp.SendAsync"/>
    public Task<(int Status, JsonElement? Json)> PostAsync(ServerTarget server, string path, string json, CancellationToken cancellationToken) =>
        SendAsync(server, HttpMethod.Post, path, json, ChangePatience, cancellationToken);

    private async Task<(int Status, JsonElement? Json)> SendAsync(
        ServerTarget server, HttpMethod method, string path, string? json, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path));
        request.Headers.ConnectionClose = true;
        if (server.ApiKey.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.ApiKey);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return await http.SendAsync(ClientName, request, patience, cancellationToken);
    }
}
