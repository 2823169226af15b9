using System.Text.Json;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Keys;

/// <summary>
/// A copy of the keys' hashes in the data folder (<c>keys/gateway-keys.json</c>, readable only by its owner), so that a gateway that starts while
/// Postgres is away still knows them, and does not take the machine for one without keys.
/// </summary>
internal sealed partial class KeySnapshot(IOptions<LocalAiOptions> options, ILogger<KeySnapshot> logger)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string Folder => Path.Combine(DataFolder.Resolve(options.Value), "keys");

    private string File => Path.Combine(Folder, "gateway-keys.json");

    /// <summary>The keys as last written; empty when there is no copy or it cannot be read.</summary>
    public IReadOnlyList<ApiKeyRecord> Read()
    {
        try
        {
            return System.IO.File.Exists(File)
                ? JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), KeyJson.Default.ListApiKeyRecord) ?? []
                : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnreadable(logger, unreadable, File);
            return [];
        }
    }

    public async Task WriteAsync(IReadOnlyList<ApiKeyRecord> keys, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var temporary = File + ".new";
            var settings = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                settings.UnixCreateMode = OwnerOnly;
            }

            await using (var stream = new FileStream(temporary, settings))
            {
                await JsonSerializer.SerializeAsync(stream, [.. keys], KeyJson.Default.ListApiKeyRecord, cancellationToken);
            }

            System.IO.File.Move(temporary, File, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(logger, unwritable, File);
        }
    }

    [LoggerMessage(EventId = 320, Level = LogLevel.Warning, Message = "The copy of the API keys at {File} cannot be read")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string file);

    [LoggerMessage(EventId = 321, Level = LogLevel.Warning, Message = "The copy of the API keys at {File} cannot be written")]
    private static partial void LogUnwritable(ILogger logger, Exception exception, string file);
}
