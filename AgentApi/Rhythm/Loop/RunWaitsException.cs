namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>A run did what it could and now a person must do something; the message says what and where.</summary>
internal sealed class RunWaitsException(string message) : Exception(message);
