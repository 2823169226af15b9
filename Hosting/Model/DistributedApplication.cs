using System.Reflection;
using LocalAi.Hosting.Engine;
using LocalAi.Hosting.Publishing;
using LocalAi.Hosting.Storage;
using LocalAi.Hosting.Terminal;

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
        try
        {
            if (_commandLine.Error is { } error)
            {
                throw new StartException(error);
            }

            await (_commandLine switch
            {
                { Help: true } => Help(),
                { Publisher: not null } => new ManifestPublisher(_builder).PublishAsync(_commandLine.OutputPath, Console.Out, cancellationToken),
                _ => new EmbeddedHost(_builder, Console.Out, !Console.IsOutputRedirected).RunAsync(cancellationToken),
            });
        }
        catch (StartException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            Environment.ExitCode = 1;
        }
    }

    private Task Help()
    {
        HelpText.Write(Console.Out, _builder.Resources);
        return Task.CompletedTask;
    }
}
