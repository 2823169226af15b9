using System.Diagnostics;
using System.Globalization;
using LocalAi.Rag;

namespace LocalAi.Tests.Rag.Support;

/// <summary>The RAG service as a process of its own, for tests that kill it.</summary>
internal static class RagProcess
{
    public static Process Start(string database, int port, string? snapshots = null)
    {
        var assembly = typeof(RagServices).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly]) { WorkingDirectory = Path.GetDirectoryName(assembly), RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__localai"] = database;
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        start.Environment["services__gateway__http__0"] = RagHost.Nowhere;
        start.Environment["services__embedding__http__0"] = RagHost.Nowhere;
        start.Environment["Rag__Ingest__Parallelism"] = "1";
        start.Environment["Rag__Snapshots__Enabled"] = snapshots is null ? "false" : "true";
        start.Environment["Rag__Snapshots__Folder"] = snapshots;
        start.Environment["Rag__Snapshots__MinimumChunks"] = "1";
        start.Environment["Rag__Snapshots__SettleSeconds"] = "1";
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
