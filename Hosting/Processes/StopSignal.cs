namespace LocalAi.Hosting.Processes;

/// <summary>How a program is asked to end.</summary>
internal enum StopSignal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
