using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>The model <c>auto</c> stands for in one conversation, and why.</summary>
internal readonly record struct AutoPick(string Model, string Reason)
{
    /// <param name="kind">Chat or completion.</param>
    /// <param name="prompt">The JSON of <c>messages</c> or <c>prompt</c>.</param>
    public static AutoPick Of(RequestKind kind, ReadOnlySpan<byte> prompt) =>
        new(prompt.IndexOf("```"u8) >= 0 ? PublicModels.Code : PublicModels.Chat, "fence");
}
