using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.SystemState;

/// <summary>What a model needs to know of the machine to choose commands: no paths, no names, no environment.</summary>
internal sealed class GetSystemInfoTool(TimeProvider time) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "get_system_info",
        Title = "System information",
        Description = "Operating system, processors, load, memory and time of this machine.",
        Toolset = "system",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Input = ArgumentSchema.Object("{}"),
    };

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var memory = await ReadMemoryAsync(cancellationToken);
        var load = await ReadFirstLineAsync("/proc/loadavg", cancellationToken);
        return ToolResult.Of(new JsonObject
        {
            ["os"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.OSArchitecture.ToString(),
            ["processors"] = Environment.ProcessorCount,
            ["load_1_5_15_min"] = load is null ? null : string.Join(' ', load.Split(' ').Take(3)),
            ["memory_total_mb"] = memory.Total / 1024,
            ["memory_available_mb"] = memory.Available / 1024,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["time_utc"] = time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture),
            ["time_zone"] = time.LocalTimeZone.Id,
        });
    }

    private static async Task<(long Total, long Available)> ReadMemoryAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists("/proc/meminfo"))
        {
            return (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024, 0);
        }

        var lines = await File.ReadAllLinesAsync("/proc/meminfo", cancellationToken);
        return (Kilobytes("MemTotal:"), Kilobytes("MemAvailable:"));

        long Kilobytes(string name) =>
            lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line
                && long.TryParse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : 0;
    }

    private static async Task<string?> ReadFirstLineAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellationToken)).Split('\n')[0] : null;
}
