using System.Globalization;
using System.Text;
using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Terminal;

/// <summary>Tells the start on a terminal: a table that updates in place, or one plain line per change where the output is no terminal. Afterwards one line per change of state.</summary>
internal sealed class StartupReport(TextWriter output, bool isTerminal, TimeProvider time)
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, (string State, string? Reason)> _told = [];
    private string _drawn = "";
    private int _linesDrawn;

    /// <summary>Shows the start until the task ends.</summary>
    public async Task ShowAsync(IResourceMonitor monitor, Task settled)
    {
        while (true)
        {
            Draw(monitor.Resources);
            if (settled.IsCompleted)
            {
                return;
            }

            await Task.WhenAny(settled, Task.Delay(RedrawInterval, time));
        }
    }

    /// <summary>The summary after the start.</summary>
    public void Summarize(IResourceMonitor monitor, string? dashboardUrl, IReadOnlyList<string> notes)
    {
        var resources = monitor.Resources;
        output.WriteLine();
        output.WriteLine(monitor.ReadySeconds is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"Ready in {seconds:0.0} s")
            : "Not everything is ready:");
        foreach (var failed in resources.Where(r => r.State is ResourceStates.Failed or ResourceStates.FailedToStart && r.Parent is null))
        {
            output.WriteLine($"  {failed.Name}: {failed.State}. {failed.Reason}");
        }

        output.WriteLine(dashboardUrl is null ? "  Dashboard  off" : $"  Dashboard  {dashboardUrl}");
        foreach (var gateway in resources.Where(r => r.Name == "gateway" && r.Urls.Count > 0))
        {
            output.WriteLine($"  Gateway    {gateway.Urls[0]}/v1");
        }

        var absent = resources.Where(r => r.Parent is null && (r.State == ResourceStates.Absent || r is { State: ResourceStates.NotStarted, Reason: not null })).ToList();
        foreach (var resource in absent)
        {
            output.WriteLine($"  {(resource.State == ResourceStates.Absent ? "Absent" : "Idle  ")}     {resource.Name}: {resource.Reason}");
        }

        foreach (var note in notes)
        {
            output.WriteLine($"  Note       {note}");
        }

        output.WriteLine("Ctrl+C stops everything.");
        output.Flush();
    }

    /// <summary>One line per change of state, until cancelled.</summary>
    public async Task FollowAsync(IResourceMonitor monitor, CancellationToken cancellationToken)
    {
        foreach (var resource in monitor.Resources)
        {
            _told[resource.Name] = (resource.State, resource.Reason);
        }

        await foreach (var resource in monitor.WatchAsync(cancellationToken))
        {
            TellChange(resource);
        }
    }

    private static bool IsShown(ResourceSnapshot resource) => resource.Type != "Parameter" && resource.Parent is null;

    private static string Seconds(double? milliseconds) =>
        milliseconds is { } value ? (value / 1000).ToString("0.00", CultureInfo.InvariantCulture) + " s" : "";

    private void Draw(IReadOnlyList<ResourceSnapshot> resources)
    {
        if (!isTerminal)
        {
            foreach (var resource in resources)
            {
                TellChange(resource);
            }

            return;
        }

        var shown = resources.Where(IsShown).ToList();
        var table = new StringBuilder($"{"Resource",-12} {"State",-14} {"Waited",8} {"Started in",11}\u001b[K\n");
        foreach (var resource in shown)
        {
            var reason = (resource.Reason ?? "").Split('\n')[0];
            var room = Math.Max(20, Width() - 52);
            reason = reason.Length > room ? reason[..(room - 1)] + "…" : reason;
            table.Append(CultureInfo.InvariantCulture, $"{resource.Name,-12} {Colored(resource.State)} {Seconds(resource.WaitedMilliseconds),8} {Seconds(resource.StartMilliseconds),11}  {reason}\u001b[K\n");
        }

        if (table.ToString() is var text && text == _drawn)
        {
            return;
        }

        // CSI n F: cursor up n lines; CSI K: erase to the end of the line (ECMA-48).
        output.Write(_linesDrawn > 0 ? $"\u001b[{_linesDrawn}F{text}" : text);
        output.Flush();
        (_drawn, _linesDrawn) = (text, shown.Count + 1);
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 100;
        }
    }

    private static string Colored(string state)
    {
        var color = state switch
        {
            ResourceStates.Running or ResourceStates.Finished => 32,
            ResourceStates.Failed or ResourceStates.FailedToStart => 31,
            ResourceStates.Starting or ResourceStates.Waiting => 33,
            _ => 90,
        };
        return $"\u001b[{color}m{state,-14}\u001b[0m";
    }

    private void TellChange(ResourceSnapshot resource)
    {
        // A health reason may carry times or counts; only states are worth a line.
        var now = (resource.State, resource.State is ResourceStates.Running or ResourceStates.Waiting ? null : resource.Reason);
        if (!IsShown(resource) || (_told.TryGetValue(resource.Name, out var before) && before.State == now.State && (now.Item2 is null || before.Reason == resource.Reason)))
        {
            return;
        }

        var isFirst = before.State is null;
        _told[resource.Name] = (resource.State, resource.Reason);
        if (isFirst && resource.State == ResourceStates.NotStarted && resource.Reason is null)
        {
            return;
        }

        var times = resource is { State: ResourceStates.Running, StartMilliseconds: not null }
            ? $" (waited {Seconds(resource.WaitedMilliseconds)}, started in {Seconds(resource.StartMilliseconds)})"
            : "";
        var pid = resource.ProcessId is { } id ? $" pid {id}" : "";
        output.WriteLine($"{resource.Name,-12} {resource.State}{pid}{times}{(now.Item2 is null ? "" : ": " + now.Item2)}");
        output.Flush();
    }
}
