using LocalAi.Contracts.Gateway;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>
/// Which language model servers of this network to probe and how: <c>/health</c> for llama.cpp and our own, <c>/v1/models</c> for LM Studio and
/// Ollama. Neither generates anything nor wakes a model. A server that never answered is not there, so that its silence is no fault.
/// </summary>
internal sealed class LanguageModelProbes
{
    private const int Most = 50;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <param name="upstreams">The gateway's.</param>
    /// <param name="known">Addresses that are probed already.</param>
    public static IReadOnlyList<(string Name, Uri Address)> Targets(IReadOnlyList<UpstreamState> upstreams, IReadOnlyCollection<Uri> known) =>
    [
        .. upstreams
            .Select(u => (u.Name, Path: u.State == "off" ? null : Path(u.Provider), Base: Uri.TryCreate(u.Endpoint, UriKind.Absolute, out var address) ? address : null))
            .Where(u => u is { Path: not null, Base: not null } && !known.Any(k => Uri.Compare(k, u.Base, UriComponents.HostAndPort, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0))
            .Select(u => (Name: "llm/" + u.Name, Address: new Uri(u.Base!, u.Path!))).Take(Most),
    ];

    /// <summary>Leaves out what is down and was never up.</summary>
    public IEnumerable<ProbeResult> Keep(IEnumerable<ProbeResult> results)
    {
        foreach (var result in results)
        {
            if (!result.IsDown && _seen.Count < Most)
            {
                _seen.Add(result.Target);
            }

            if (!result.IsDown || _seen.Contains(result.Target))
            {
                yield return result;
            }
        }
    }

    private static string? Path(string provider) => provider switch
    {
        "inference" or "llama.cpp" => "/health",
        "lmstudio" or "ollama" => "/v1/models",

        // Others may be far away, and cost money.
        _ => null,
    };
}
