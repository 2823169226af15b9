namespace LocalAi.AgentApi.Sandbox;

/// <summary>Limits of one sandboxed run.</summary>
internal sealed class SandboxOptions
{
    /// <summary>False turns execution and git tools off.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>ask: a call may ask for the network, and somebody must approve exactly that call. off: none gets it.</summary>
    public string Network { get; set; } = "ask";

    /// <summary>What a call with network may send and receive, in MB. 1 to 4,096.</summary>
    public int NetworkMb { get; set; } = 200;

    /// <summary>User a service that runs as root drops to when the workspace belongs to root. Otherwise it drops to the workspace's owner.</summary>
    public string User { get; set; } = "nobody";

    /// <summary>Memory of all processes together, in MB. 64 to 65,536.</summary>
    public int MemoryMb { get; set; } = 1024;

    /// <summary>Address space of one process, in MB. 64 to 65,536.</summary>
    public int ProcessMemoryMb { get; set; } = 1024;

    /// <summary>Processes and threads at once. 4 to 4,096.</summary>
    public int MaxProcesses { get; set; } = 64;

    /// <summary>Largest file in MB. 1 to 4,096.</summary>
    public int MaxFileMb { get; set; } = 256;

    /// <summary>How far the free space of the workspace's disk may fall during a run, in MB. 16 to 65,536.</summary>
    public int MaxDiskMb { get; set; } = 1024;

    /// <summary>Output that is kept of each stream, in bytes; the rest is counted and dropped. 16,384 to 16,777,216.</summary>
    public int MaxOutputBytes { get; set; } = 1 << 20;

    /// <summary>Runs at most this many seconds whatever is asked. 1 to 3,600.</summary>
    public int MaxSeconds { get; set; } = 300;
}
