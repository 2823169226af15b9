namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>The browser refused a command, or is gone.</summary>
internal sealed class CdpException(string message) : Exception(message)
{
    /// <summary>True when there is no browser any more.</summary>
    public bool Ended { get; init; }
}
