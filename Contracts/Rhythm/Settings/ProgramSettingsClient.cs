using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.Contracts.Errors;

namespace LocalAi.Contracts.Rhythm.Settings;

/// <summary>The settings optimiser's REST API, for administrators. Errors are <see cref="ApiException"/> with the service's own sentence.</summary>
/// <param name="http">A client whose base address is the agent service.</param>
public sealed class ProgramSettingsClient(HttpClient http)
{
    private const string Service = "The scheduler";

    public Task<IReadOnlyList<ProgramSettings>> ListAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "", null, SettingsJson.Default.IReadOnlyListProgramSettings, cancellationToken);

    /// <param name="program">lmstudio, docker-desktop or wsl.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ProgramSettings> GetAsync(string program, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "/" + Uri.EscapeDataString(program), null, SettingsJson.Default.ProgramSettings, cancellationToken);

    /// <summary>Writes recommended changes after a backup. 409 when the file is not the one that was looked at.</summary>
    public Task<SettingsChanged> ApplyAsync(string program, ApplySettings request, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, $"/{Uri.EscapeDataString(program)}/apply", JsonContent.Create(request, SettingsJson.Default.ApplySettings), SettingsJson.Default.SettingsChanged, cancellationToken);

    /// <summary>Puts a backup back, byte for byte; what is there now is kept as a backup first.</summary>
    public Task<SettingsChanged> RestoreAsync(string program, RestoreSettings request, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, $"/{Uri.EscapeDataString(program)}/restore", JsonContent.Create(request, SettingsJson.Default.RestoreSettings), SettingsJson.Default.SettingsChanged, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, "rhythm/settings" + path) { Content = content };
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, type, Service, cancellationToken);
    }
}
