namespace LocalAi.Contracts.Agent;

/// <summary>What a text would touch, as far as reading it tells. Advice: the sandbox decides what it can.</summary>
/// <param name="Valid">False when it does not parse.</param>
/// <param name="Risk">low, medium or high.</param>
/// <param name="Reasons">Why, each with its line.</param>
/// <param name="Files">Paths it names.</param>
/// <param name="Network">Hosts, URLs or modules by which it would use a network.</param>
/// <param name="Processes">Programs it starts.</param>
/// <param name="Error">Why it does not parse.</param>
public sealed record ValidateResponse(
    bool Valid, string Risk, IReadOnlyList<string> Reasons, IReadOnlyList<string> Files, IReadOnlyList<string> Network, IReadOnlyList<string> Processes, string? Error = null)
{
    /// <summary>True when it touches the network: the call would need <c>network: true</c>, which gives it HTTP and HTTPS to public hosts and nothing else.</summary>
    public bool NeedsNetwork { get; init; }
}
