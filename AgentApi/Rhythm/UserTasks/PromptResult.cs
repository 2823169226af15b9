namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <param name="Status">done, waiting, failed or cancelled.</param>
/// <param name="Text">The agent's last message; for waiting the tools that wait, for failed the reason.</param>
internal sealed record PromptResult(string Status, string Text);
