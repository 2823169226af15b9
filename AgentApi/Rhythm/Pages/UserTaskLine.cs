namespace LocalAi.AgentApi.Rhythm.Pages;

/// <param name="Name">The task.</param>
/// <param name="Kind">What it does, in a few words, without what could be private.</param>
/// <param name="Origin">settings or added.</param>
internal sealed record UserTaskLine(string Name, string Kind, string Origin);
