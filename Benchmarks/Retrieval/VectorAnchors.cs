using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LocalAi.Benchmarks.Retrieval;

/// <summary>
/// usearch and sqlite-vec from npm, same size, same dimension, in the same run. Installed on first use as pinned in Anchors/; sqlite-vec
/// needs better-sqlite3, which npm may have to compile. What cannot be installed is reported as absent.
/// </summary>
internal static class VectorAnchors
{
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan RunPatience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(int rows, CancellationToken cancellationToken)
    {
        var folder = RepositoryFolder.Find("Benchmarks", "Retrieval", "Anchors");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "usearch")))
        {
            Console.WriteLine("  installing the anchors with npm (once)");
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder, InstallPatience, cancellationToken);
        }
        await RunAsync("node", ["--no-warnings", "anchors.cjs", rows.ToString(CultureInfo.InvariantCulture)], folder, RunPatience, cancellationToken);
    }

    private static async Task RunAsync(string program, string[] arguments, string folder, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
            if (process.ExitCode != 0) Console.WriteLine($"  anchors: {program} ended with {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Console.WriteLine($"  anchors: {program} took more than {patience.TotalMinutes:F0} minutes");
        }
        catch (Win32Exception missing)
        {
            Console.WriteLine($"  anchors: absent ({program}: {missing.Message})");
        }
    }
}
