namespace LocalAi.Tests.Cli;

/// <summary>What a caller sent.</summary>
internal sealed record FakeRequest(string Route, string Body, string Authorization);
