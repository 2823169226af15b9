namespace LocalAi.Hosting.Probes;

/// <summary>
/// A Postgres without logging in: postmaster.pid says "ready" on its 8th line (what pg_ctl waits for), and a forked backend answers an SSLRequest
/// (PostgreSQL protocol, 55.7) with one byte.
/// </summary>
internal sealed class PostgresProbe(string dataFolder, int port) : IProbe
{
    private const int StatusLine = 7;

    private readonly TcpProbe _backend = new(port, [0, 0, 0, 8, 4, 210, 22, 47], static answer => answer is [(byte)'N' or (byte)'S', ..]);

    public TimeSpan Interval => _backend.Interval;

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellationToken)
    {
        var status = Status();
        return status is "ready"
            ? await _backend.AskAsync(cancellationToken)
            : new ProbeAnswer(IsHealthy: false, IsAlive: status is not null, $"Postgres says '{status ?? "nothing yet"}'");
    }

    private string? Status()
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(dataFolder, "postmaster.pid"));
            return lines.Length > StatusLine ? lines[StatusLine].Trim() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
