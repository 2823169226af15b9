using System.Globalization;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>Docker Desktop's <c>settings-store.json</c> (4.35 and later, names in PascalCase) or <c>settings.json</c> (camelCase): the size of its virtual machine and its idle mode.</summary>
internal sealed class DockerDesktopSettings : SettingsProgram
{
    private const long Mebibyte = 1L << 20;
    private const int SwapCeiling = 1024;

    private static readonly string[] Folders = [".docker/desktop", "Library/Group Containers/group.com.docker", "AppData/Roaming/Docker"];

    public override string Name => "docker-desktop";

    public override string Title => "Docker Desktop";

    public override string Afterwards => "Quit Docker Desktop before applying and start it afterwards: it writes its settings when it ends. Its containers stop meanwhile.";

    public override ISettingsFormat Format { get; } = new JsonSettings();

    public override IReadOnlyList<string> Places { get; } = [.. Folders.Select(f => f + "/settings-store.json"), .. Folders.Select(f => f + "/settings.json")];

    public override IEnumerable<SettingsChange> Recommend(string file, Func<string, string?> read, MachineSize? machine)
    {
        string Key(string name) => file == "settings.json" ? char.ToLowerInvariant(name[0]) + name[1..] : name;

        if (read(Key("UseResourceSaver")) is "false")
        {
            yield return new SettingsChange(Key("UseResourceSaver"), "false", "true", "Its virtual machine sleeps when no container runs.");
        }

        // On the WSL 2 engine the sizes are those of .wslconfig.
        if (machine is not { } size || read(Key("WslEngineEnabled")) is "true")
        {
            yield break;
        }

        var cores = Math.Max(2, size.Cores / 2);
        if (size.Cores > cores && Over(read(Key("Cpus")), cores))
        {
            yield return new SettingsChange(Key("Cpus"), read(Key("Cpus")), Text(cores), $"Half of the {size.Cores} processors stay free for the models and for you; by itself it takes all.");
        }

        var memory = Math.Clamp(size.MemoryBytes / 4 / Mebibyte / 512 * 512, 2048, 8192);
        if (memory * Mebibyte < size.MemoryBytes && Over(read(Key("MemoryMiB")), memory))
        {
            yield return new SettingsChange(Key("MemoryMiB"), read(Key("MemoryMiB")), Text(memory), $"A quarter of {size.MemoryBytes / MachineSize.Gibibyte} GB is enough for the databases; its virtual machine does not give memory back readily.");
        }

        if (read(Key("SwapMiB")) is { } swap && Over(swap, SwapCeiling))
        {
            yield return new SettingsChange(Key("SwapMiB"), swap, Text(SwapCeiling), "A virtual machine that swaps much keeps the disk busy for everybody.");
        }
    }

    /// <summary>What is missing counts as too much: the program takes what it finds.</summary>
    private static bool Over(string? text, long ceiling) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value > ceiling;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
