namespace LocalAi.Hosting.Storage;

/// <summary>The application cannot start; the message is for the user and says what to do.</summary>
internal sealed class StartException(string message) : Exception(message);
