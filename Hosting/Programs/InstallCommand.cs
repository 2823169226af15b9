using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Programs;

/// <summary>Runs installers, one at a time, as children of the host like every other process, telling their progress line by line.</summary>
internal sealed class InstallCommand(IProcessHost processes, bool isAllowed) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Null when installing is allowed, else a sentence with what to run.</summary>
    public string? Refusal(NativeInstall needed) =>
        isAllowed ? null : $"It is not installed, and Host:Install is false; run: {needed.Command} {string.Join(' ', needed.Args)}";

    /// <summary>Returns null when it worked, else a sentence that says why not and what to run.</summary>
    public async Task<string?> RunAsync(NativeInstall needed, Action<string> say, CancellationToken cancellationToken)
    {
        var line = $"{needed.Command} {string.Join(' ', needed.Args)}";
        if (Refusal(needed) is { } refusal)
        {
            return refusal;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (needed.IsDone())
            {
                return null;
            }

            say($"installing: {line}");
            var last = "";
            var code = await ExecuteAsync(
                needed,
                text =>
                {
                    if (text.Trim() is { Length: > 0 } trimmed)
                    {
                        last = trimmed;
                        say(trimmed);
                    }
                },
                cancellationToken);
            return code == 0 && needed.IsDone() ? null : $"'{line}' failed with code {code}: {last}";
        }
        catch (StartException failure)
        {
            return failure.Message;
        }
        catch (TimeoutException)
        {
            return $"'{line}' was not done after {Patience.TotalMinutes:0} minutes.";
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<int> ExecuteAsync(NativeInstall needed, Action<string> onLine, CancellationToken cancellationToken)
    {
        var plan = new LaunchPlan
        {
            File = FindProgram.OnPath(needed.Command) ?? needed.Command,
            Args = needed.Args,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var child = await processes.StartAsync("install", plan, limits: null, (_, text) => onLine(text), cancellationToken);
        try
        {
            return await child.Exited.WaitAsync(Patience, cancellationToken);
        }
        finally
        {
            await child.KillAllAsync();
        }
    }
}
