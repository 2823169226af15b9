using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>
/// Posts a notice to the address of the settings, at most three times. Only whoever writes the settings chooses the address; no redirect is
/// followed, and nothing of the answer but its status is looked at.
/// </summary>
internal sealed class AlertWebhook(IHttpClientFactory clients, IOptions<RhythmOptions> options, TimeProvider time)
{
    public const string ClientName = "rhythm-alert";
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private readonly AlertOptions _options = options.Value.Alerts;

    /// <summary>Null when it was taken, else why not.</summary>
    public async Task<string?> SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, ToolJson.Options);
        for (var attempt = 0; ; attempt++)
        {
            var (again, problem) = await TryAsync(body, cancellationToken);
            if (problem is null || !again || attempt == Pauses.Length)
            {
                return problem is null ? null : $"the webhook {problem}";
            }

            await Task.Delay(Pauses[attempt], time, cancellationToken);
        }
    }

    private async Task<(bool Again, string? Problem)> TryAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Webhook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        if (_options.WebhookSecret.Length > 0)
        {
            request.Headers.Add("x-localai-signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_options.WebhookSecret), body)));
        }

        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return status is >= 200 and < 300 ? (false, null) : (status is 408 or 429 or >= 500, $"answered {status}.");
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (true, "does not answer.");
        }
    }

    public static void Configure(IServiceCollection services) => services
        .AddHttpClient(ClientName, client => client.Timeout = TimeSpan.FromSeconds(10))
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), UseCookies = false, UseProxy = false, AllowAutoRedirect = false });
}
