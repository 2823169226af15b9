namespace LocalAi.Contracts.Agent;

/// <summary>A conversation.</summary>
public sealed record SessionEntry(Guid Id, string Title, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
