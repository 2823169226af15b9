namespace LocalAi.Gateway.Models;

/// <summary>The names callers use. There are no aliases.</summary>
internal static class PublicModels
{
    public const string Chat = "chat-7b";
    public const string Code = "code-7b";

    /// <summary>Picks <see cref="Chat"/> or <see cref="Code"/> from the conversation.</summary>
    public const string Auto = "auto";

    /// <summary>The embedding service's engine, only for <c>/v1/embeddings</c>.</summary>
    public const string Embedding = "embedding";

    /// <summary>What chat and completion requests may name.</summary>
    public static readonly string[] Listed = [Chat, Code, Auto];

    /// <summary>What the routing table has rows for.</summary>
    public static readonly string[] Routed = [Chat, Code, Embedding];
}
