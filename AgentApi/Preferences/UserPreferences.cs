using System.Text;

namespace LocalAi.AgentApi.Preferences;

/// <summary>What of a user's preferences the agent loop follows.</summary>
internal sealed record UserPreferences
{
    public string? Model { get; init; }

    public IReadOnlyList<string>? Toolsets { get; init; }

    public string? Language { get; init; }

    public string? Instructions { get; init; }

    /// <summary>What they add to the system prompt; empty when they add nothing.</summary>
    public string Prompt
    {
        get
        {
            var text = new StringBuilder();
            if (Language is not null)
            {
                text.Append("\n\nAnswer in the language \"").Append(Language).Append("\" unless the user asks for another.");
            }

            if (Instructions is not null)
            {
                text.Append("\n\nStanding instructions of the user:\n").Append(Instructions);
            }

            return text.ToString();
        }
    }
}
