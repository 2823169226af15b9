namespace LocalAi.Hosting.Processes;

/// <summary>A started program with everything it started itself.</summary>
internal interface IChildProcess : IDisposable
{
    int Id { get; }

    /// <summary>Ends with the exit code (128 + signal when killed) once the program has ended and its output has been read.</summary>
    Task<int> Exited { get; }

    /// <summary>CPU time and memory of the whole group; null where it cannot be read.</summary>
    ProcessUsage? Sample();

    /// <summary>True when the kernel killed something of it for its memory limit since the start.</summary>
    bool HitMemoryLimit();

    /// <summary>Asks the group to end.</summary>
    void Signal(StopSignal signal);

    /// <summary>Ends the group and everything that left it; returns when nothing is left.</summary>
    Task KillAllAsync();
}
