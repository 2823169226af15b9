namespace LocalAi.AgentApi.Tools;

/// <summary>How much harm a call can do. HIGH and CRITICAL need an approval.</summary>
internal enum Sensitivity
{
    Low,
    Medium,
    High,
    Critical,
}
