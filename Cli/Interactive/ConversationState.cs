using LocalAi.Cli.Chat;
using LocalAi.Contracts.OpenAi;

namespace LocalAi.Cli.Interactive;

/// <summary>What a conversation remembers.</summary>
internal sealed class ConversationState(ChatOptions chat, bool rag, IReadOnlyList<string> collections)
{
    public ChatOptions Chat { get; set; } = chat;

    /// <summary>Whether questions go to the documents.</summary>
    public bool Rag { get; set; } = rag;

    public IReadOnlyList<string> Collections { get; set; } = collections;

    /// <summary>Questions and answers so far, without the system text.</summary>
    public List<ChatMessage> Messages { get; } = [];

    public string Prompt => Rag ? "rag> " : "ai> ";
}
