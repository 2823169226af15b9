using System.Text.Json;
using System.Text.Json.Serialization;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Usage;

/// <summary>Usage that could not be written before the gateway stopped: a file in the data folder, read at the next start.</summary>
internal sealed partial class UsageSpill(IOptions<LocalAiOptions> options, ILogger<UsageSpill> logger)
{
    private string File => Path.Combine(DataFolder.Resolve(options.Value), "gateway", "usage-pending.json");

    public void Put(List<UsageEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            System.IO.File.WriteAllBytes(File, JsonSerializer.SerializeToUtf8Bytes(entries, SpillJson.Default.ListUsageEntry));
            LogKept(logger, entries.Count, File);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            LogLost(logger, unwritable, entries.Count);
        }
    }

    public List<UsageEntry> Take()
    {
        try
        {
            if (!System.IO.File.Exists(File))
            {
                return [];
            }

            var entries = JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), SpillJson.Default.ListUsageEntry) ?? [];
            System.IO.File.Delete(File);
            return entries;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnreadable(logger, unreadable, File);
            return [];
        }
    }

    [LoggerMessage(EventId = 342, Level = LogLevel.Information, Message = "{Rows} rows of usage wait for the next start in {File}")]
    private static partial void LogKept(ILogger logger, int rows, string file);

    [LoggerMessage(EventId = 343, Level = LogLevel.Error, Message = "{Rows} rows of usage are lost")]
    private static partial void LogLost(ILogger logger, Exception exception, int rows);

    [LoggerMessage(EventId = 344, Level = LogLevel.Warning, Message = "Usage left by the last run cannot be read from {File}")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string file);

    [JsonSerializable(typeof(List<UsageEntry>))]
    private sealed partial class SpillJson : JsonSerializerContext;
}
