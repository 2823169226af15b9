namespace LocalAi.Cli.Errors;

/// <summary>What a script can rely on; README.md lists them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It did not work; standard error says why.</summary>
    public const int Error = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>LocalAi, or the service that is needed, is not running.</summary>
    public const int NotRunning = 3;

    /// <summary>No language model can answer.</summary>
    public const int NoModel = 4;

    /// <summary>128 + SIGINT, as shells report it.</summary>
    public const int Cancelled = 130;
}
