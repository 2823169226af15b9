namespace LocalAi.Hosting.Probes;

/// <summary>Asks a running program whether it is ready.</summary>
internal interface IProbe
{
    /// <summary>How often it is asked once healthy; zero to never ask again.</summary>
    TimeSpan Interval { get; }

    Task<ProbeAnswer> AskAsync(CancellationToken cancellationToken);
}
