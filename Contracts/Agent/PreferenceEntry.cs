using System.Text.Json;

namespace LocalAi.Contracts.Agent;

/// <summary>One preference of the calling user.</summary>
/// <param name="Name"><c>model</c>, <c>language</c>, <c>instructions</c>, <c>toolsets</c>, or <c>app.</c> and a name of a program's own.</param>
/// <param name="Value">Any JSON but null, as the name wants it.</param>
/// <param name="UpdatedAt">When it was set.</param>
public sealed record PreferenceEntry(string Name, JsonElement Value, DateTimeOffset UpdatedAt);
