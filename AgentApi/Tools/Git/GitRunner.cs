using System.Globalization;
using System.Text;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Git;

/// <summary>
/// Runs git in the sandbox with everything off by which a repository runs code: hooks, fsmonitor, external diffs, text conversion, signing programs,
/// pagers, editors, and filter drivers, which git has no switch for: they are overridden by name. What is missed here still runs without a network
/// and without the user's files.
/// </summary>
internal sealed class GitRunner(SandboxRunner sandbox, WorkspaceFiles files)
{
    private const string Git = "/usr/bin/git";
    private const int LongestSettings = 16 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly string[] Quiet =
    [
        "--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.editor=false", "-c", "core.sshCommand=false", "-c", "commit.gpgSign=false",
        "-c", "log.showSignature=false", "-c", "diff.external=", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "protocol.allow=never", "-c", "core.quotePath=false",
        "-c", "safe.directory=*", "-c", "submodule.recurse=false", "-c", "advice.detachedHead=false",
    ];

    private const int LongestNote = 8000;

    public string? Missing => sandbox.Missing ?? (File.Exists(Git) ? null : "git is not on this machine: apt-get install git");

    public Task<ToolResult> ReadAsync(ToolInvocation invocation, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(invocation, arguments, write: false, cancellationToken);

    /// <summary>What git says is cut: it names every file, and a call that writes is not one to read on from.</summary>
    public async Task<ToolResult> WriteAsync(ToolInvocation invocation, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await RunAsync(invocation, arguments, write: true, cancellationToken);
        return result.Text.Length <= LongestNote
            ? result
            : result with { Text = string.Create(CultureInfo.InvariantCulture, $"{TerminalText.Beginning(result.Text, LongestNote)}\n[{result.Text.Length - LongestNote} more characters; git_log and git_status show what was done]") };
    }

    /// <summary>A revision that cannot be an option and has no control characters.</summary>
    /// <exception cref="ToolException">It is none.</exception>
    public static string Revision(string text) =>
        text.StartsWith('-') || text.Any(c => char.IsControl(c)) ? throw new ToolException("ref must be a branch, tag or commit.") { Refused = true } : text;

    /// <summary>Paths inside the repository, as git takes them literally.</summary>
    /// <exception cref="ToolException">One leads out or is no path.</exception>
    public static IReadOnlyList<string> Paths(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            PathRules.Check(path);
            if (path.StartsWith('/') || path.Split('/').Contains(".."))
            {
                throw new ToolException("paths are relative to working_dir, without '..'.") { Refused = true };
            }

            // Paths are taken as they are written; who writes pathspec magic is told that there is none.
            if (path.StartsWith(':'))
            {
                throw new ToolException("paths are plain paths; one that begins with ':' would be pathspec magic. Write './:name' for such a file.") { Refused = true };
            }

            // Git passes over its own folder without a word; who asked for it would be told that it was done.
            if (path.Split('/').Contains(".git", StringComparer.OrdinalIgnoreCase))
            {
                throw new ToolException("paths must not lie in .git, which is git's own folder.") { Refused = true };
            }
        }

        return paths;
    }

    private async Task<ToolResult> RunAsync(ToolInvocation invocation, IReadOnlyList<string> arguments, bool write, CancellationToken cancellationToken)
    {
        var folder = files.Workspaces.Resolve(invocation.TextOrNull("working_dir") ?? ".", null);
        var repository = GitRepository.Find(files, folder);
        if (write && !(repository.WorkTree.Workspace.Writable && repository.GitFolder.Workspace.Writable && repository.CommonFolder.Workspace.Writable))
        {
            throw new ToolException($"The workspace {repository.WorkTree.Workspace.Name} is read-only.") { Refused = true };
        }

        var environment = repository.Environment();
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_LITERAL_PATHSPECS"] = "1";
        environment["GIT_OPTIONAL_LOCKS"] = "0";
        environment["GIT_ATTR_NOSYSTEM"] = "1";
        try
        {
            var settings = await ExecuteAsync(["config", "--null", "--get-regexp", @"^filter\.|^user\.(name|email)$"], write: false);
            var names = Names(settings);
            if (write)
            {
                Identify(environment, names, invocation.Caller.User);
            }

            TurnOffFilters(environment, names);
            var result = await ExecuteAsync(arguments, write);
            return result.ExitCode == 0 ? Tell(result) : throw new ToolException("git: " + (result.Error.Length > 0 ? result.Error : result.Output).Trim());
        }
        catch (SandboxUnavailableException missing)
        {
            throw new ToolException(missing.Message, missing);
        }

        Task<SandboxResult> ExecuteAsync(IReadOnlyList<string> words, bool write) => sandbox.RunAsync(
            new SandboxCommand([Git, .. Quiet, .. words], folder, Timeout)
            {
                Environment = environment,
                ReadOnly = !write,
                ProtectGit = false,
                Mounts = write ? Protected(repository) : [],
            },
            cancellationToken);
    }

    private static ToolResult Tell(SandboxResult result)
    {
        if (result.Ended is { } limit)
        {
            throw new ToolException($"git was ended by {limit}.");
        }

        var text = new StringBuilder(result.Output).Append(result.Error);
        return new ToolResult { Text = text.Length == 0 ? "(nothing)" : text.ToString(), Truncated = result.OutputBytes > Encoding.UTF8.GetByteCount(result.Output) + Encoding.UTF8.GetByteCount(result.Error) };
    }

    /// <summary>A commit writes objects and references, never settings or hooks.</summary>
    private static List<SandboxMount> Protected(GitRepository repository) =>
        [.. new[] { "config", "hooks", "info", "config.worktree" }
            .Select(n => (Source: Path.Combine(repository.CommonFolder.Workspace.RealPath, repository.CommonFolder.Relative, n), Target: SandboxArguments.Inside(repository.CommonFolder) + "/" + n))
            .Where(m => Path.Exists(m.Source))
            .Select(m => new SandboxMount(m.Source, m.Target, Writable: false))];

    /// <summary>Names of the settings that were asked for. All of them: a filter that is cut off the end would be one that runs.</summary>
    private static List<string> Names(SandboxResult settings)
    {
        const int NothingFound = 1;
        if (settings.Ended is not null || settings.ExitCode is not (0 or NothingFound))
        {
            throw new ToolException("git: the repository's settings cannot be read" + (settings.Error.Length > 0 ? ": " + settings.Error.Trim() : "."));
        }

        // U+FFFD stands for bytes that are not UTF-8: such a name could not be given back to git as it is.
        return settings.OutputBytes > LongestSettings || settings.Output.Contains('\uFFFD', StringComparison.Ordinal)
            ? throw new ToolException("The repository has filter settings that cannot be turned off: too many, or with names that are not UTF-8.") { Refused = true }
            : [.. settings.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('\n')[0])];
    }

    /// <summary>In variables, not by <c>-c</c>: that would read a filter called "a=b" as the setting "a".</summary>
    private static void TurnOffFilters(Dictionary<string, string> environment, List<string> names)
    {
        var settings = names
            .Where(n => n.StartsWith("filter.", StringComparison.OrdinalIgnoreCase) && n.LastIndexOf('.') > "filter.".Length)
            .Select(n => n[..n.LastIndexOf('.')])
            .Distinct(StringComparer.Ordinal)
            .SelectMany(f => (IEnumerable<(string, string)>)[(f + ".clean", ""), (f + ".smudge", ""), (f + ".process", ""), (f + ".required", "false")])
            .ToList();
        environment["GIT_CONFIG_COUNT"] = settings.Count.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < settings.Count; i++)
        {
            environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{i}")] = settings[i].Item1;
            environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{i}")] = settings[i].Item2;
        }
    }

    private static void Identify(Dictionary<string, string> environment, List<string> names, string user)
    {
        if (names.Contains("user.name", StringComparer.OrdinalIgnoreCase) && names.Contains("user.email", StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        var name = new string([.. user.Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.')]) is { Length: > 0 } plain ? plain : "user";
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            environment[$"GIT_{role}_NAME"] = name;
            environment[$"GIT_{role}_EMAIL"] = name + "@localai.invalid";
        }
    }
}
