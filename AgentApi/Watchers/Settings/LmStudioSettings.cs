using System.Globalization;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>LM Studio's <c>settings.json</c>: models leave when nobody uses them, one at a time on small machines, and a context that fits.</summary>
internal sealed class LmStudioSettings : SettingsProgram
{
    private const string Evict = "developer.unloadPreviousJITModelOnLoad";
    private const string TimeToLive = "developer.jitModelTTL.enabled";
    private const string Seconds = "developer.jitModelTTL.ttlSeconds";
    private const string Guard = "modelLoadingGuardrails.mode";
    private const string ContextKind = "defaultContextLength.type";
    private const string Context = "defaultContextLength.value";

    public override string Name => "lmstudio";

    public override string Title => "LM Studio";

    public override string Afterwards => "Quit LM Studio before applying and start it afterwards: it writes its settings when it ends.";

    public override ISettingsFormat Format { get; } = new JsonSettings();

    public override IReadOnlyList<string> Places { get; } = [".lmstudio/settings.json", ".cache/lm-studio/settings.json"];

    public override IEnumerable<SettingsChange> Recommend(string file, Func<string, string?> read, MachineSize? machine)
    {
        if (read(TimeToLive) != "true")
        {
            yield return new SettingsChange(TimeToLive, read(TimeToLive), "true", "A model that was loaded on demand leaves memory again when nobody uses it.");
        }

        if (Number(read(Seconds)) is not (> 0 and <= 1800))
        {
            yield return new SettingsChange(Seconds, read(Seconds), "1200", "20 idle minutes are enough; LM Studio's own default is an hour.");
        }

        if (read(Guard) is "\"off\"")
        {
            yield return new SettingsChange(Guard, read(Guard), "\"high\"", "Without the guard a model that does not fit makes the whole machine swap.");
        }

        if (machine is not { } size)
        {
            yield break;
        }

        if (size.MemoryBytes <= 32 * MachineSize.Gibibyte && read(Evict) is not "true")
        {
            yield return new SettingsChange(Evict, read(Evict), "true", $"Two models at once do not fit well into {size.MemoryBytes / MachineSize.Gibibyte} GB.");
        }

        var ceiling = size.MemoryBytes switch { <= 16 * MachineSize.Gibibyte => 8192, <= 32 * MachineSize.Gibibyte => 16384, _ => 32768 };
        if (read(ContextKind) is "\"custom\"" && Number(read(Context)) > ceiling)
        {
            yield return new SettingsChange(Context, read(Context), ceiling.ToString(CultureInfo.InvariantCulture), "The context of every model takes memory in advance; ask for more per model where it is needed.");
        }
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
