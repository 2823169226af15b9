namespace LocalAi.AgentApi.Tools;

internal static class SensitivityExtensions
{
    public static string Word(this Sensitivity sensitivity) => sensitivity switch
    {
        Sensitivity.Low => "low",
        Sensitivity.Medium => "medium",
        Sensitivity.High => "high",
        _ => "critical",
    };
}
