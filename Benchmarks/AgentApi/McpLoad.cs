using System.Diagnostics;
using LocalAi.Benchmarks.Gateway;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>Calls over some connections for some time, one call at a time on each.</summary>
/// <param name="CallsPerSecond">Answered calls.</param>
/// <param name="MedianMs">Time of a call.</param>
/// <param name="P95Ms">95 of 100 calls take no longer.</param>
/// <param name="CpuMicroseconds">The server's CPU time per call.</param>
internal sealed record McpLoad(double CallsPerSecond, double MedianMs, double P95Ms, double CpuMicroseconds)
{
    public static async Task<McpLoad> RunAsync(McpTarget target, int connections, TimeSpan length, CancellationToken cancellationToken)
    {
        var open = new List<McpConnection>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                open.Add(await McpConnection.OpenAsync(target, cancellationToken));
            }

            var cpu = ProcessFigures.CpuSeconds([target.Process]);
            var start = Stopwatch.GetTimestamp();
            var times = (await Task.WhenAll(open.Select(c => CallAsync(c, start, length, cancellationToken)))).SelectMany(t => t).Order().ToList();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            cpu = ProcessFigures.CpuSeconds([target.Process]) - cpu;
            return new McpLoad(times.Count / seconds, times[times.Count / 2], times[(int)(times.Count * 0.95)], cpu * 1e6 / times.Count);
        }
        finally
        {
            open.ForEach(c => c.Dispose());
        }
    }

    private static async Task<List<double>> CallAsync(McpConnection connection, long start, TimeSpan length, CancellationToken cancellationToken)
    {
        var times = new List<double>(4096);
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            var begin = Stopwatch.GetTimestamp();
            await connection.CallAsync(cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return times;
    }
}
