namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>A settings file that cannot be read or changed; the message says why and what to do.</summary>
internal sealed class SettingsException(string message, string code) : Exception(message)
{
    /// <summary>malformed, read_only, too_large, foreign, changed, unknown_key, backup_failed, not_written.</summary>
    public string Code { get; } = code;
}
