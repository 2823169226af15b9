using System.ComponentModel;
using System.Diagnostics;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>A notice on the desktop of this machine, by <c>notify-send</c>.</summary>
internal sealed class DesktopNotice(TimeProvider time, string program = "notify-send")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null when it was shown, else why not.</summary>
    public async Task<string?> ShowAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        var urgency = notice is { State: "firing", Severity: "critical" } ? "critical" : "normal";
        var start = new ProcessStartInfo(program, ["--app-name=LocalAi", "--urgency=" + urgency, "--", notice.State == "firing" ? "LocalAi" : "LocalAi: over", notice.Title]);
        using var limit = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return $"{program} did not start.";
            }

            try
            {
                await process.WaitForExitAsync(end.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return $"{program} did not end within {Patience.TotalSeconds:0} s.";
            }

            return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}.";
        }
        catch (Win32Exception)
        {
            return $"{program} is not on this machine (Debian: apt-get install libnotify-bin).";
        }
    }
}
