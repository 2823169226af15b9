namespace LocalAi.AgentApi.Rhythm.Detection;

/// <param name="Tier">fast (hours), slow (days) or limit.</param>
/// <param name="BytesPerHour">Growth; 0 for the limit.</param>
/// <param name="Evidence">One sentence with the numbers.</param>
internal sealed record LeakFinding(string Tier, double BytesPerHour, string Evidence);
