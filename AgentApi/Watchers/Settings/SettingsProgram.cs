namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>A program whose settings decide how calm the machine is.</summary>
internal abstract class SettingsProgram
{
    /// <summary>Its name in addresses and on the command line.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>What has to be done for a change to count.</summary>
    public abstract string Afterwards { get; }

    public abstract ISettingsFormat Format { get; }

    /// <summary>Where the file can be, relative to a person's home folder; the first that exists counts.</summary>
    public abstract IReadOnlyList<string> Places { get; }

    /// <summary>Whether a file that is not there is made, since the program's own defaults are what costs.</summary>
    public virtual bool MadeWhenMissing(SettingsPlaces places) => false;

    /// <summary>What could be better. A value that is already frugal is left alone.</summary>
    /// <param name="file">Name of the file, since spellings differ between them.</param>
    /// <param name="read">The value of a key as it is written, or null.</param>
    /// <param name="machine">What there is to share out, or null where it cannot be seen from here.</param>
    public abstract IEnumerable<SettingsChange> Recommend(string file, Func<string, string?> read, MachineSize? machine);
}
