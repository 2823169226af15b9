namespace LocalAi.Cli.Connection;

/// <summary>A service of LocalAi: its name in AppHost, its usual port, and the variable that overrides its address.</summary>
internal sealed record Service(string Name, int Port, string Variable, string Option)
{
    public static readonly Service Gateway = new("gateway", 8000, "LOCALAI_GATEWAY", "--gateway");
    public static readonly Service Rag = new("rag", 8002, "LOCALAI_RAG", "--rag-url");
    public static readonly Service Embedding = new("embedding", 8003, "LOCALAI_EMBEDDING", "--embedding-url");
    public static readonly Service Agent = new("agent-api", 8020, "LOCALAI_AGENT", "--agent-url");

    public static IReadOnlyList<Service> All { get; } = [Gateway, Rag, Embedding, Agent];
}
