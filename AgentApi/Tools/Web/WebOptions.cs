namespace LocalAi.AgentApi.Tools.Web;

/// <summary>Section <c>Agent:Web</c>: the browser behind the web tools, its limits, and what it may reach.</summary>
internal sealed class WebOptions
{
    /// <summary>False turns the web tools off.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Path of a Chromium or Chrome. Default: looked for on PATH and in the usual places.</summary>
    public string? Browser { get; set; }

    /// <summary>
    /// Hosts that may be reached although their address is not public, each exactly as <c>host:port</c> (<c>localhost:5173</c>), for one's own
    /// development server. LocalAi's own ports stay refused. Default: none.
    /// </summary>
    public string[] AllowPrivate { get; set; } = [];

    /// <summary>Ports of public hosts that may be reached. Default: 80, 443, 8080, 8443.</summary>
    public int[] Ports { get; set; } = [];

    /// <summary>Pages open at once. 1 to 32.</summary>
    public int MaxPages { get; set; } = 4;

    /// <summary>Seconds a page may take to load, and to answer anything that is asked of it. 1 to 120.</summary>
    public int NavigationSeconds { get; set; } = 30;

    /// <summary>Seconds after the last page until the browser is closed. 1 to 3,600.</summary>
    public int IdleSeconds { get; set; } = 60;

    /// <summary>Memory of the whole browser in MB, shared pages not counted; one page gets at most half of it. 512 to 65,536.</summary>
    public int MaxMemoryMb { get; set; } = 2048;

    /// <summary>What a page and everything it loads may send and receive, in MB. 1 to 1,024.</summary>
    public int MaxResponseMb { get; set; } = 50;

    /// <summary>Largest picture in bytes; larger ones are compressed, then made smaller. 65,536 to 8,388,608.</summary>
    public int MaxImageBytes { get; set; } = 1 << 20;
}
