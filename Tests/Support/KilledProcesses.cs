using System.Runtime.CompilerServices;

namespace LocalAi.Tests.Support;

/// <summary>Programs that tests kill cannot remove the sockets that .NET makes for debuggers in the temporary folder: they make none.</summary>
internal static class KilledProcesses
{
    [ModuleInitializer]
    internal static void LeaveNoSockets() => Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0");
}
