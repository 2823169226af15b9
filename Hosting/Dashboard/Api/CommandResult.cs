namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Answer to a command that was carried out.</summary>
internal sealed record CommandResult(string Resource, string Command);
