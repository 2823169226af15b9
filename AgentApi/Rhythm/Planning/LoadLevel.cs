namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>How busy others keep the machine, after smoothing and hysteresis.</summary>
internal enum LoadLevel
{
    Quiet,
    Normal,
    Busy,
}
