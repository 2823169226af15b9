using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Validation;

/// <summary>Collects what a text would touch.</summary>
internal sealed class Findings
{
    private const int Most = 50;

    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _network = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _processes = new(StringComparer.Ordinal);
    private readonly List<string> _reasons = [];
    private int _risk;

    public void File(string path) => _files.Add(path);

    public void Network(string what) => _network.Add(what);

    public void Process(string program) => _processes.Add(program);

    /// <param name="risk">0 low, 1 medium, 2 high.</param>
    /// <param name="line">From 1.</param>
    /// <param name="reason">What it does.</param>
    public void Reason(int risk, int line, string reason)
    {
        _risk = Math.Max(_risk, risk);
        _reasons.Add($"line {line}: {reason}");
    }

    public ValidateResponse ToResponse(string? error = null) => new(
        error is null,
        _risk switch { 0 => "low", 1 => "medium", _ => "high" },
        [.. _reasons.Distinct().Take(Most)],
        [.. _files.Take(Most)],
        [.. _network.Take(Most)],
        [.. _processes.Take(Most)],
        error)
    {
        NeedsNetwork = _network.Count > 0,
    };
}
