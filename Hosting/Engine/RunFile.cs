using System.Text.Json;
using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Engine;

/// <summary>run/host.json: what the command line and a second start need to know about this host. Written whole, on every change.</summary>
internal sealed class RunFile(DataFolder folder, IResourceMonitor monitor, ResourceBoard board, string? dashboardUrl, TimeProvider time)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _path = PathIn(folder);
    private string? _written;

    /// <summary>Null when there is none, or when it cannot be understood.</summary>
    public static RunFileContent? Read(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(PathIn(folder)), RunFileJson.Default.RunFileContent);
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps the file up to date until cancelled, then removes it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var changed = board.NextChange();
                Write();
                await changed.WaitAsync(cancellationToken);
                await Task.Delay(ShortestInterval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(_path);
        }
    }

    private static string PathIn(DataFolder folder) => Path.Combine(folder.Run, "host.json");

    private void Write()
    {
        var content = new RunFileContent(
            Environment.ProcessId,
            monitor.StartedAt,
            monitor.ReadySeconds is { } seconds ? Math.Round(seconds, 3) : null,
            dashboardUrl,
            [.. monitor.Resources.Where(r => r.Type != "Parameter").Select(r => new RunFileResource(r.Name, r.State, r.ProcessId, r.Urls))]);
        var json = JsonSerializer.Serialize(content, RunFileJson.Default.RunFileContent);
        if (json == _written)
        {
            return;
        }

        try
        {
            AtomicFile.Write(_path, json);
            _written = json;
        }
        catch (IOException)
        {
            // A full disk: the next change tries again; everything runs without the file.
        }
    }
}
