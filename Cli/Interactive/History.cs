namespace LocalAi.Cli.Interactive;

/// <summary>Earlier lines, the last 500, in <c>cli/history</c> of the data folder; readable only by the user.</summary>
internal sealed class History
{
    public const int LongestLine = 10_000;

    private const int Most = 500;

    private readonly List<string> _lines = [];
    private readonly string _path;

    public History(string dataFolder)
    {
        _path = Path.Combine(dataFolder, "cli", "history");
        try
        {
            if (File.Exists(_path) && new FileInfo(_path).Length < Most * LongestLine)
            {
                _lines.AddRange(File.ReadLines(_path).TakeLast(Most));
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A conversation without history is better than none.
        }
    }

    public int Count => _lines.Count;

    public string this[int index] => _lines[index];

    public void Add(string line)
    {
        if (line.Trim().Length == 0 || (_lines.Count > 0 && _lines[^1] == line))
        {
            return;
        }

        _lines.Add(line);
        if (_lines.Count > Most)
        {
            _lines.RemoveAt(0);
        }
    }

    public void Save()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            if (!File.Exists(_path) && !OperatingSystem.IsWindows())
            {
                File.Open(_path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
            }

            File.WriteAllLines(_path, _lines);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // See the constructor.
        }
    }
}
