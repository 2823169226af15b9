using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace LocalAi.Gateway.Configuration;

/// <summary>
/// The user's own settings: <c>gateway.json</c> in the data folder, read again when it changes. Environment variables and the command line win
/// over it. A file that is not JSON changes nothing; <see cref="Problem"/> says so.
/// </summary>
internal sealed class GatewayFile : JsonConfigurationSource
{
    /// <summary>Why the file as it is now is not in force, or null.</summary>
    public string? Problem { get; private set; }

    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new KeepingProvider(this);
    }

    /// <summary>Adds the file after appsettings.json. It is watched when the data folder exists at start.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        var configured = builder.Configuration.GetSection(LocalAiOptions.Section).Get<LocalAiOptions>() ?? new LocalAiOptions();
        var folder = DataFolder.Resolve(configured);
        var file = new GatewayFile { Path = "gateway.json", Optional = true, ReloadOnChange = Directory.Exists(folder) };
        if (file.ReloadOnChange)
        {
            // Polled (every four seconds): file events are a scarce resource of the machine, and absent on many mounts.
            file.FileProvider = new PhysicalFileProvider(folder) { UsePollingFileWatcher = true, UseActivePolling = true };
        }
        else
        {
            file.FileProvider = new NullFileProvider();
        }

        var sources = builder.Configuration.Sources;
        var last = sources.Select((source, index) => source is JsonConfigurationSource ? index : 0).DefaultIfEmpty().Max();
        sources.Insert(Math.Min(last + 1, sources.Count), file);
        builder.Services.AddSingleton(file);
    }

    /// <summary>Keeps what it has when the file cannot be read.</summary>
    private sealed class KeepingProvider(GatewayFile source) : JsonConfigurationProvider(source)
    {
        public override void Load(Stream stream)
        {
            try
            {
                base.Load(stream);
                source.Problem = null;
            }
            catch (FormatException garbled)
            {
                source.Problem = $"gateway.json in the data folder is not valid JSON: {garbled.InnerException?.Message ?? garbled.Message}";
            }
        }
    }
}
