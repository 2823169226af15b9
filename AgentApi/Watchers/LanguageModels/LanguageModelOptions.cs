namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>Section <c>Rhythm:Watchers:LanguageModels</c>.</summary>
public sealed class LanguageModelOptions
{
    /// <summary>Servers to watch beside those that are found (the AppHost's own, and llama-server, Ollama and LM Studio on this machine). At most 20.</summary>
    public LanguageServerOptions[] Servers { get; set; } = [];

    /// <summary>Names of servers that were found and may be unloaded and restarted, for example <c>lmstudio</c>. Those of the AppHost may always be.</summary>
    public string[] Manage { get; set; } = [];

    /// <summary>A server that uses more than 80 % of a core without a request for so long is reported, in seconds. 1 to 3,600.</summary>
    public double IdleCpuSeconds { get; set; } = 60;

    /// <summary>Models of a server that may be managed are unloaded after so many minutes without a request; 0: never. Up to 10,080.</summary>
    public double IdleUnloadMinutes { get; set; } = 60;

    /// <summary>Restarts of one server in 24 hours, 0 to 10. The wait between them doubles.</summary>
    public int RestartsPerDay { get; set; } = 2;

    /// <summary>LM Studio's command line. Default: <c>lms</c> on PATH, else <c>~/.lmstudio/bin/lms</c>.</summary>
    public string LmsPath { get; set; } = "";
}
