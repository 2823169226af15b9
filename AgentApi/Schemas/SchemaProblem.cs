namespace LocalAi.AgentApi.Schemas;

/// <param name="Field">Path of the field, for example <c>paths[2]</c>; <c>arguments</c> for the whole.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record SchemaProblem(string Field, string Message);
