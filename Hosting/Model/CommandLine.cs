using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting;

/// <summary>What was written after <c>dotnet run --project AppHost --</c>.</summary>
internal sealed class CommandLine
{
    public bool Help { get; private set; }

    /// <summary>"manifest", or null to run.</summary>
    public string? Publisher { get; private set; }

    public string? OutputPath { get; private set; }

    /// <summary>Settings such as <c>--Ports:Gateway=8100</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence about the first thing that was not understood, or null.</summary>
    public string? Error { get; private set; }

    public static CommandLine Parse(string[] args)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Length && line.Error is null; i++)
        {
            var (key, value) = Split(args[i]);
            if (key is "-h" or "-?" or "--help")
            {
                line.Help = true;
                continue;
            }

            if (!key.StartsWith("--", StringComparison.Ordinal))
            {
                line.Error = $"'{args[i]}' is not understood; options start with --. See --help.";
                continue;
            }

            value ??= i + 1 < args.Length ? args[++i] : null;
            line.Take(key[2..], value);
        }

        return line;
    }

    private static (string Key, string? Value) Split(string arg)
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (arg, null) : (arg[..equals], arg[(equals + 1)..]);
    }

    private void Take(string name, string? value)
    {
        if (value is null)
        {
            Error = $"--{name} needs a value, for example --{name}=…. See --help.";
            return;
        }

        switch (name)
        {
            case "publisher" when value == "manifest":
            case "step" when value == "publish-manifest":
            case "operation" when value == "publish":
                Publisher = "manifest";
                break;
            case "publisher" or "step" or "operation":
                Error = $"--{name} is '{value}'; the embedded engine publishes with '--publisher manifest'. Compose and Kubernetes need LocalAiHosting=aspire.";
                break;
            case "output-path":
                OutputPath = value;
                break;
            default:
                TakeSetting(name.Replace("__", ":", StringComparison.Ordinal), value);
                break;
        }
    }

    private void TakeSetting(string key, string value)
    {
        if (!key.Contains(':', StringComparison.Ordinal) && !key.Equals(DataFolder.Setting, StringComparison.OrdinalIgnoreCase))
        {
            Error = $"--{key} is not an option, and not a setting of the form --Section:Key=value. See --help.";
            return;
        }

        Settings[key] = value;
    }
}
