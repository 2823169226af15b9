using System.Text.Json;
using System.Web;
using LocalAi.AgentApi.Watchers.LanguageModels;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Resources;

/// <summary>Reads <c>run/host.json</c> of the data folder, which the embedded host keeps while it runs.</summary>
internal sealed class HostRunFile(IOptions<LocalAiOptions> installation)
{
    private const long Longest = 1 << 20;

    /// <summary>Null when no embedded host runs here, or its file cannot be understood.</summary>
    public HostRun? Read()
    {
        try
        {
            var file = new FileInfo(Contracts.DataFolder.RunFile(DataFolder.Resolve(installation.Value)));
            if (!file.Exists || file.Length > Longest)
            {
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return Parse(json.RootElement);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static HostRun? Parse(JsonElement? json)
    {
        if (json.Number("pid") is not { } pid)
        {
            return null;
        }

        var addresses = new Dictionary<string, Uri>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in json.Items("resources"))
        {
            var url = resource.Items("urls").Select(u => u is { ValueKind: JsonValueKind.String } text ? text.GetString() : null)
                .FirstOrDefault(u => u is not null && u.StartsWith("http", StringComparison.Ordinal));
            if (resource.Text("name") is { Length: > 0 } name && Uri.TryCreate(url, UriKind.Absolute, out var address))
            {
                addresses.TryAdd(name, address);
            }
        }

        // The token must not leave this machine, whatever the file says.
        var login = Uri.TryCreate(json.Text("dashboardUrl"), UriKind.Absolute, out var found) && found.IsLoopback ? found : null;
        return new HostRun((int)pid, login is null ? null : new Uri(login, "/"), login is null ? null : HttpUtility.ParseQueryString(login.Query)["t"], addresses);
    }
}
