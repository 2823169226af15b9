namespace LocalAi.Contracts.OpenAi;

/// <param name="Name">Tool name.</param>
/// <param name="Arguments">JSON text; in a stream, a piece of it.</param>
public sealed record ToolCallFunction(string? Name, string? Arguments);
