using System.Globalization;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary><c>.wslconfig</c> in the Windows home folder: the size of the one virtual machine all WSL 2 distributions share.</summary>
internal sealed class WslSettings : SettingsProgram
{
    private const string Memory = "wsl2.memory";
    private const string Processors = "wsl2.processors";
    private const string Swap = "wsl2.swap";
    private const string IdleTimeout = "wsl2.vmIdleTimeout";
    private const string Reclaim = "experimental.autoMemoryReclaim";
    private const int LongestIdle = 600_000;

    public override string Name => "wsl";

    public override string Title => "WSL 2";

    public override string Afterwards => "Run `wsl --shutdown` in Windows for it to count; everything in WSL ends then, LocalAi too if it runs there.";

    public override ISettingsFormat Format { get; } = new IniSettings();

    public override IReadOnlyList<string> Places { get; } = [".wslconfig"];

    public override bool MadeWhenMissing(SettingsPlaces places) => places.HasWsl;

    public override IEnumerable<SettingsChange> Recommend(string file, Func<string, string?> read, MachineSize? machine)
    {
        if (machine is { } size)
        {
            var gigabytes = Math.Clamp(size.MemoryBytes * 2 / 5 / MachineSize.Gibibyte, 2, 24);
            if (Bytes(read(Memory)) is not { } memory || memory > gigabytes * MachineSize.Gibibyte)
            {
                yield return new SettingsChange(Memory, read(Memory), $"{gigabytes}GB", $"Of {size.MemoryBytes / MachineSize.Gibibyte} GB Windows keeps {(size.MemoryBytes / MachineSize.Gibibyte) - gigabytes} GB for itself, your programs and models there; WSL takes up to half by itself.");
            }

            var processors = size.Cores - Math.Max(1, size.Cores / 4);
            if (size.Cores > 2 && !(int.TryParse(read(Processors), NumberStyles.None, CultureInfo.InvariantCulture, out var current) && current <= processors))
            {
                yield return new SettingsChange(Processors, read(Processors), processors.ToString(CultureInfo.InvariantCulture), $"{size.Cores - processors} of {size.Cores} processors stay free, so that Windows answers while WSL works.");
            }

            var swap = Math.Clamp(gigabytes / 4, 1, 4);
            if (read(Swap) is { } written && Bytes(written) is not { } bytes || Bytes(read(Swap)) > swap * 2 * MachineSize.Gibibyte)
            {
                yield return new SettingsChange(Swap, read(Swap), $"{swap}GB", "Much swap keeps the disk busy instead of saying that memory is short.");
            }
        }

        if (read(Reclaim) is null || string.Equals(read(Reclaim), "disabled", StringComparison.OrdinalIgnoreCase))
        {
            yield return new SettingsChange(Reclaim, read(Reclaim), "dropCache", "Memory that WSL only caches goes back to Windows.");
        }

        if (read(IdleTimeout) is { } idle && (!int.TryParse(idle, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds is < 0 or > LongestIdle))
        {
            yield return new SettingsChange(IdleTimeout, idle, "60000", "An idle virtual machine ends after a minute, as by default.");
        }
    }

    /// <summary>A whole number followed by GB, MB, KB or B; a bare number is bytes.</summary>
    internal static long? Bytes(string? text)
    {
        var value = (text ?? "").AsSpan().Trim();
        var digits = value.IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? value : value[..digits];
        var unit = digits < 0 ? "" : value[digits..].Trim().ToString().ToUpperInvariant();
        int? shift = unit switch { "" or "B" => 0, "KB" or "K" => 10, "MB" or "M" => 20, "GB" or "G" => 30, "TB" or "T" => 40, _ => null };
        return shift is { } by && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue >> by ? count << by : null;
    }
}
