using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LocalAi.AppHost;

/// <summary>The settings of the application as a whole: sections <c>Ports</c>, <c>Parts</c>, <c>Models</c> and the data folder. README.md lists them.</summary>
internal sealed class Settings
{
    // Postgres, Redis: any free port, in their connection strings.
    private static readonly Dictionary<string, int> DefaultPorts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Gateway"] = 8000,
        ["Llm"] = 8001,
        ["Rag"] = 8002,
        ["Embedding"] = 8003,
        ["AgentApi"] = 8020,
        ["LmStudio"] = 1234,
        ["Postgres"] = 0,
        ["Redis"] = 0,

        // The embedded engine's own; it reads them itself.
        ["Dashboard"] = 18888,
        ["Otlp"] = 18889,
    };

    private static readonly string[] Parts = ["Qdrant", "LmStudio"];

    private readonly Dictionary<string, int> _ports = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool> _parts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>$LOCALAI_DATA, else $XDG_DATA_HOME/localai, else the platform's folder for a user's program data.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where *.gguf files are; models/ in the data folder unless <c>Models:Folder</c> says otherwise.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>Reads all settings; false, with a sentence for the user, when one of them cannot be used.</summary>
    public static bool TryRead(IConfiguration configuration, [NotNullWhen(true)] out Settings? settings, [NotNullWhen(false)] out string? mistake)
    {
        var dataFolder = configuration["LOCALAI_DATA"] is { Length: > 0 } given ? Path.GetFullPath(given) : DefaultDataFolder();
        var models = configuration["Models:Folder"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : Path.Combine(dataFolder, "models");
        settings = new Settings { DataFolder = dataFolder, ModelsFolder = models };
        mistake = settings.ReadPorts(configuration.GetSection("Ports")) ?? settings.ReadParts(configuration.GetSection("Parts"));
        if (mistake is null)
        {
            return true;
        }

        settings = null;
        return false;
    }

    /// <summary>The port of a part; null for any free one.</summary>
    public int? Port(string name) => _ports[name] is > 0 and var port ? port : null;

    /// <summary>Whether a part that is not always there belongs to the application.</summary>
    public bool Includes(string part, bool publishing) => _parts.TryGetValue(part, out var wanted) ? wanted : PartDefaults.Includes(part, publishing);

    private static string DefaultDataFolder() =>
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? Path.Combine(xdg, "localai")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "localai");

    private string? ReadPorts(IConfigurationSection section)
    {
        foreach (var (name, port) in DefaultPorts)
        {
            _ports[name] = port;
        }

        foreach (var setting in section.GetChildren())
        {
            if (!_ports.ContainsKey(setting.Key))
            {
                return $"Ports:{setting.Key} is not a setting; there are {Names(DefaultPorts.Keys, "Ports:")}.";
            }

            if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
            {
                return $"Ports:{setting.Key} is '{setting.Value}'; write a port from 1 to 65535, or 0 for any free one.";
            }

            _ports[setting.Key] = port;
        }

        var twice = _ports.Where(p => p.Value != 0).GroupBy(p => p.Value).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? null : $"{Names(twice.Select(p => p.Key), "Ports:")} are all {twice.Key}; give each its own port.";
    }

    private string? ReadParts(IConfigurationSection section)
    {
        foreach (var setting in section.GetChildren())
        {
            if (!Parts.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                return $"Parts:{setting.Key} is not a setting; there are {Names(Parts, "Parts:")}.";
            }

            if (!bool.TryParse(setting.Value, out var wanted))
            {
                return $"Parts:{setting.Key} is '{setting.Value}'; write true or false.";
            }

            _parts[setting.Key] = wanted;
        }

        return null;
    }

    private static string Names(IEnumerable<string> names, string prefix) => string.Join(", ", names.Select(n => prefix + n));
}
