namespace LocalAi.Hosting.Dashboard.Pages;

/// <summary>A file as it is sent.</summary>
internal sealed record Asset(string ContentType, byte[] Content);
