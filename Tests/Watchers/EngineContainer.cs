using System.Text.Json;

namespace LocalAi.Tests.Watchers;

/// <summary>A container of the double, in the Engine's shapes.</summary>
internal sealed class EngineContainer(string id, string name)
{
    public string Id => id;

    public string Name => name;

    public string Status { get; set; } = "running";

    public string? Health { get; set; } = "healthy";

    public string StartedAt { get; set; } = "2026-11-30T07:00:00Z";

    public int RestartCount { get; set; }

    public bool WasOutOfMemory { get; set; }

    public Dictionary<string, string> Labels { get; } = [];

    public long Cpu { get; set; }

    public long Machine { get; set; } = 1_000_000_000;

    public long Memory { get; set; } = 300 << 20;

    /// <summary>What the restart does to it.</summary>
    public Action? Restart { get; set; }

    public string Inspect => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["Id"] = id,
        ["Name"] = "/" + name,
        ["RestartCount"] = RestartCount,
        ["State"] = new Dictionary<string, object?>
        {
            ["Status"] = Status,
            ["OOMKilled"] = WasOutOfMemory,
            ["StartedAt"] = StartedAt,
            ["Health"] = Health is null ? null : new { Status = Health, FailingStreak = 3, Log = new[] { new { Output = "old" }, new { Output = "connection refused\n" } } },
        },
        ["Config"] = new { Image = "postgres:17", Labels },
    });

    public string Stats => JsonSerializer.Serialize(new
    {
        cpu_stats = new { cpu_usage = new { total_usage = Cpu }, system_cpu_usage = Machine, online_cpus = 4 },
        memory_stats = new { usage = Memory, limit = 512 << 20, stats = new { inactive_file = 100 << 20 } },
    });
}
