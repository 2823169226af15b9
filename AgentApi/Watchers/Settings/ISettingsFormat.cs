namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>Reads and changes single values of a text; everything else stays byte for byte: comments, order, unknown keys, line ends.</summary>
internal interface ISettingsFormat
{
    /// <exception cref="SettingsException">The text is not of this format; where.</exception>
    void Check(string text);

    /// <summary>The value as it is written, or null where the key is not there.</summary>
    string? Read(string text, string key);

    /// <returns>The text with the value, which is added where it was not.</returns>
    string Write(string text, string key, string value);
}
