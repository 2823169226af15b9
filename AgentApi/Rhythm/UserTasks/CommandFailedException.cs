namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>A command ended with another exit code than 0; the message has the end of what it wrote.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
