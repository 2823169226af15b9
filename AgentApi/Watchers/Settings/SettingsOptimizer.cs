using DiffPlex.Renderer;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.Contracts.Rhythm.Settings;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>
/// Looks at the settings of other programs, says what could be better on this machine, and changes it when a person asks: backup, one atomic
/// write of exactly what was shown, restore byte for byte. Nothing is ever changed by itself.
/// </summary>
internal sealed partial class SettingsOptimizer(
    IEnumerable<SettingsProgram> programs, IOptions<SettingsOptions> options, IMachine machine, SettingsBackups backups, ILogger<SettingsOptimizer> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneChange = new(1);

    public IEnumerable<string> Names => programs.Select(p => p.Name);

    public IReadOnlyList<ProgramSettings> List() => [.. programs.Select(Look)];

    public SettingsProgram? Find(string name) => programs.FirstOrDefault(p => p.Name == name);

    public ProgramSettings Look(SettingsProgram program)
    {
        var places = SettingsPlaces.Find(options.Value);
        var entry = new ProgramSettings
        {
            Program = program.Name,
            Title = program.Title,
            State = "missing",
            Backups = [.. backups.List(program.Name).Select(b => new SettingsBackupEntry(b.Id, b.CreatedAt, b.Sha256))],
        };
        try
        {
            if (Locate(program, places) is not { } file)
            {
                return entry;
            }

            entry = entry with { Path = file.Path, Sha256 = file.Hash, Afterwards = program.Afterwards };
            var changes = Changes(program, file, places);
            var unseen = Size(places) is null ? $"The memory and processors of Windows cannot be seen from inside WSL: set {SettingsOptions.Section}:MemoryGb and :Cores for recommendations about them." : null;
            return changes.Count == 0
                ? entry with { State = file.Bytes is null ? "missing" : "good", Problem = unseen }
                : entry with
                {
                    State = "improvable",
                    Problem = unseen,
                    Changes = [.. changes.Select(c => new RecommendedSetting(c.Key, c.Current, c.Recommended, c.Reason))],
                    Diff = Diff(file, Changed(program, file, changes)),
                };
        }
        catch (SettingsException unusable)
        {
            return entry with { State = "unusable", Problem = unusable.Message };
        }
    }

    /// <exception cref="SettingsException">Nothing was changed; the message says why.</exception>
    public async Task<SettingsChanged> ApplyAsync(SettingsProgram program, string hash, IReadOnlyCollection<string>? keys, CancellationToken cancellationToken)
    {
        await _oneChange.WaitAsync(cancellationToken);
        try
        {
            var places = SettingsPlaces.Find(options.Value);
            var file = Locate(program, places) ?? throw new SettingsException($"The settings of {program.Title} are not here.", "missing");
            if (file.Hash != hash)
            {
                throw new SettingsException("The file has changed since you looked at it. Look again, then apply.", "changed");
            }

            var changes = Changes(program, file, places);
            if (keys?.FirstOrDefault(k => changes.All(c => c.Key != k)) is { } unknown)
            {
                throw new SettingsException($"'{unknown}' is not among the recommended changes: {string.Join(", ", changes.Select(c => c.Key))}.", "unknown_key");
            }

            var wanted = keys is null ? changes : [.. changes.Where(c => keys.Contains(c.Key))];
            if (wanted.Count == 0)
            {
                throw new SettingsException("There is nothing to change.", "nothing_to_change");
            }

            return Replace(program, file, file.Encode(Changed(program, file, wanted)), string.Join(", ", wanted.Select(c => c.Key)));
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <exception cref="SettingsException">Nothing was changed; the message says why.</exception>
    public async Task<SettingsChanged> RestoreAsync(SettingsProgram program, string? id, CancellationToken cancellationToken)
    {
        await _oneChange.WaitAsync(cancellationToken);
        try
        {
            var all = backups.List(program.Name);
            var backup = id is null ? (all.Count > 0 ? all[0] : null) : all.FirstOrDefault(b => b.Id == id);
            if (backup is null)
            {
                throw new SettingsException(all.Count == 0 ? $"There is no backup of {program.Title}'s settings." : $"There is no such backup. There are: {string.Join(", ", all.Select(b => b.Id))}.", "unknown_backup");
            }

            var home = SettingsPlaces.Find(options.Value).Homes.FirstOrDefault(h => backup.Path.StartsWith(Path.TrimEndingDirectorySeparator(h) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                ?? throw new SettingsException("The backup belongs to a home folder that is not looked at any more.", "foreign");
            return Replace(program, SettingsFile.Read(home, backup.Path), backups.Content(program.Name, backup), "backup " + backup.Id);
        }
        finally
        {
            _oneChange.Release();
        }
    }

    public void Dispose() => _oneChange.Dispose();

    private SettingsChanged Replace(SettingsProgram program, SettingsFile file, byte[]? bytes, string what)
    {
        var backup = backups.Keep(program.Name, file);
        if (bytes is not null)
        {
            SettingsWriter.Write(file, bytes);
        }
        else if (file.Bytes is not null)
        {
            SettingsWriter.Remove(file);
        }

        LogChanged(logger, program.Name, what, backup.Id);
        return new SettingsChanged(program.Name, file.Path, bytes is null ? SettingsFile.Absent : SettingsFile.HashOf(bytes), backup.Id, program.Afterwards);
    }

    /// <summary>The first place where the file is, or the place where it would be made.</summary>
    private static SettingsFile? Locate(SettingsProgram program, SettingsPlaces places)
    {
        foreach (var home in places.Homes)
        {
            foreach (var place in program.Places)
            {
                var path = Path.Combine(home, place);
                if (Path.Exists(path))
                {
                    return SettingsFile.Read(home, path);
                }
            }
        }

        return program.MadeWhenMissing(places) && places.Homes.Count > 0 ? SettingsFile.Read(places.Homes[^1], Path.Combine(places.Homes[^1], program.Places[0])) : null;
    }

    private List<SettingsChange> Changes(SettingsProgram program, SettingsFile file, SettingsPlaces places)
    {
        if (file.Bytes is not null)
        {
            program.Format.Check(file.Text);
        }

        return [.. program.Recommend(Path.GetFileName(file.Path), key => file.Bytes is null ? null : program.Format.Read(file.Text, key), Size(places))];
    }

    private static string Changed(SettingsProgram program, SettingsFile file, IEnumerable<SettingsChange> changes) =>
        changes.Aggregate(file.Text, (text, change) => program.Format.Write(text, change.Key, change.Recommended));

    private static string Diff(SettingsFile file, string changed) =>
        UnidiffRenderer.GenerateUnidiff(file.Text, changed, file.Path, file.Path + " (recommended)", ignoreWhitespace: false, ignoreCase: false, contextLines: 2);

    private MachineSize? Size(SettingsPlaces places)
    {
        var set = options.Value;
        if (places.InsideWsl && (set.MemoryGb == 0 || set.Cores == 0))
        {
            return null;
        }

        var memory = set.MemoryGb > 0 ? set.MemoryGb * MachineSize.Gibibyte : machine.Read()?.TotalMemory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new MachineSize(memory, set.Cores > 0 ? set.Cores : Environment.ProcessorCount);
    }

    [LoggerMessage(4801, LogLevel.Information, "Settings of {Program} changed: {What}. Backup {Backup}.")]
    private static partial void LogChanged(ILogger logger, string program, string what, string backup);
}
