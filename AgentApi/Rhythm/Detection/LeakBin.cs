namespace LocalAi.AgentApi.Rhythm.Detection;

/// <param name="Number">Half hours since year 1.</param>
/// <param name="Key">What was loaded.</param>
/// <param name="Minimum">Least memory in it, bytes.</param>
internal readonly record struct LeakBin(long Number, string Key, double Minimum);
