using LocalAi.Cli.Errors;

namespace LocalAi.Cli.Connection;

/// <summary>Where the services are: option, environment variable, the running host's run file, else the usual port.</summary>
/// <param name="overrides">Addresses from the command line by option name.</param>
/// <param name="dataFolder">Where the run file is.</param>
internal sealed class ServiceAddresses(IReadOnlyDictionary<string, string> overrides, string dataFolder)
{
    private (HostRun Run, bool Alive)? _run;
    private bool _read;

    public string DataFolder { get; } = dataFolder;

    /// <summary>The run file and whether its host lives, read once.</summary>
    public (HostRun Run, bool Alive)? Run
    {
        get
        {
            if (!_read)
            {
                (_run, _read) = (RunFileReader.Read(DataFolder), true);
            }

            return _run;
        }
    }

    /// <exception cref="CliException">The given address is none, or the host that wrote the run file is gone.</exception>
    public Uri Find(Service service)
    {
        if (overrides.TryGetValue(service.Option, out var given))
        {
            return Parse(given, service.Option);
        }

        if (Environment.GetEnvironmentVariable(service.Variable) is { Length: > 0 } variable)
        {
            return Parse(variable, service.Variable);
        }

        if (Run is not { } run)
        {
            return new Uri($"http://127.0.0.1:{service.Port}/");
        }

        if (!run.Alive)
        {
            throw new CliException(
                ExitCodes.NotRunning, $"The host that ran here (process {run.Run.Pid}) is gone.", Advice.NotRunning);
        }

        return Listed(run.Run, service) ?? new Uri($"http://127.0.0.1:{service.Port}/");
    }

    private static Uri? Listed(HostRun run, Service service)
    {
        var resource = run.Resources.FirstOrDefault(r => r.Name.Equals(service.Name, StringComparison.OrdinalIgnoreCase));
        return resource?.Urls.Select(Http).FirstOrDefault(uri => uri is not null);
    }

    private static Uri? Http(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? uri : null;

    private static Uri Parse(string value, string key)
    {
        if (Http(value) is { } uri)
        {
            // A base address without a final slash loses its last part.
            return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri + "/");
        }

        throw CliException.Usage($"{key} is '{value}', which is not an address.", "Write it like http://127.0.0.1:8000");
    }
}
