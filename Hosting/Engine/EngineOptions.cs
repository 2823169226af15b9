using System.Globalization;
using LocalAi.Hosting.Storage;
using Microsoft.Extensions.Configuration;

namespace LocalAi.Hosting.Engine;

/// <summary>Settings of the embedded engine itself: section <c>Host</c>, and its two ports.</summary>
internal sealed class EngineOptions
{
    /// <summary>Serve the dashboard and take telemetry. Default true.</summary>
    public bool Dashboard { get; private set; } = true;

    /// <summary>Default 18888; 0 for any free one.</summary>
    public int DashboardPort { get; private set; } = 18888;

    /// <summary>Where telemetry is taken, OTLP over HTTP. Default 18889; 0 for any free one.</summary>
    public int OtlpPort { get; private set; } = 18889;

    /// <summary>Fetch missing programs (llama.cpp, Postgres) with npm. Default true.</summary>
    public bool Install { get; private set; } = true;

    /// <summary>Use cgroups where possible; false leaves limits to the .NET runtime. Default true.</summary>
    public bool EnforceLimits { get; private set; } = true;

    /// <summary>How long a resource may take to become ready. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; private set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a resource may take to end before it is killed. Default 10 s.</summary>
    public TimeSpan StopTimeout { get; private set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a running resource may fail to answer before it is restarted. Default 30 s.</summary>
    public TimeSpan UnresponsiveTimeout { get; private set; } = TimeSpan.FromSeconds(30);

    /// <summary>Folder with initdb and postgres; found by itself when null.</summary>
    public string? PostgresBinaries { get; private set; }

    /// <summary>Every setting with what it takes, for --help and for messages.</summary>
    public static IReadOnlyList<(string Key, string Allowed, string Meaning)> Known { get; } =
    [
        ("Host:Dashboard", "true or false", "serve the dashboard and take telemetry (true)"),
        ("Host:Install", "true or false", "fetch missing programs with npm (true)"),
        ("Host:Limits", "auto or advisory", "enforce limits with cgroups where possible (auto)"),
        ("Host:StartTimeoutSeconds", "a whole number from 1 to 3600", "until a starting resource counts as failed (60)"),
        ("Host:StopTimeoutSeconds", "a whole number from 1 to 600", "until a stopping resource is killed (10)"),
        ("Host:UnresponsiveSeconds", "a whole number from 1 to 3600", "until a resource that does not answer is restarted (30)"),
        ("Host:PostgresBinaries", "a folder with initdb and postgres, or npm", "which PostgreSQL to run (found by itself)"),
    ];

    /// <exception cref="StartException">A setting cannot be used; the message names key, value and what is allowed.</exception>
    public static EngineOptions Read(IConfiguration configuration)
    {
        foreach (var setting in configuration.GetSection("Host").GetChildren())
        {
            if (!Known.Any(k => k.Key.Equals($"Host:{setting.Key}", StringComparison.OrdinalIgnoreCase)))
            {
                throw new StartException($"Host:{setting.Key} is not a setting; there are {string.Join(", ", Known.Select(k => k.Key))}.");
            }
        }

        return new EngineOptions
        {
            Dashboard = Flag(configuration, "Host:Dashboard", fallback: true),
            Install = Flag(configuration, "Host:Install", fallback: true),
            EnforceLimits = configuration["Host:Limits"] switch
            {
                null or "" or "auto" => true,
                "advisory" => false,
                var other => throw Wrong("Host:Limits", other),
            },
            DashboardPort = Number(configuration, "Ports:Dashboard", 18888, 0, 65535, "a port from 1 to 65535, or 0 for any free one"),
            OtlpPort = Number(configuration, "Ports:Otlp", 18889, 0, 65535, "a port from 1 to 65535, or 0 for any free one"),
            StartTimeout = Seconds(configuration, "Host:StartTimeoutSeconds", 60, 3600),
            StopTimeout = Seconds(configuration, "Host:StopTimeoutSeconds", 10, 600),
            UnresponsiveTimeout = Seconds(configuration, "Host:UnresponsiveSeconds", 30, 3600),
            PostgresBinaries = configuration["Host:PostgresBinaries"],
        };
    }

    private static bool Flag(IConfiguration configuration, string key, bool fallback) => configuration[key] switch
    {
        null or "" => fallback,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw Wrong(key, text),
    };

    private static TimeSpan Seconds(IConfiguration configuration, string key, int fallback, int most) =>
        TimeSpan.FromSeconds(Number(configuration, key, fallback, 1, most, Known.First(k => k.Key == key).Allowed));

    private static int Number(IConfiguration configuration, string key, int fallback, int least, int most, string allowed) => configuration[key] switch
    {
        null or "" => fallback,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most => value,
        var text => throw new StartException($"{key} is '{text}'; write {allowed}."),
    };

    private static StartException Wrong(string key, string value) => new($"{key} is '{value}'; write {Known.First(k => k.Key == key).Allowed}.");
}
