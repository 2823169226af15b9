using LocalAi.Hosting.Engine;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Terminal;

/// <summary>The answer to --help.</summary>
internal static class HelpText
{
    public static void Write(TextWriter output, IEnumerable<IResource> resources)
    {
        output.WriteLine("""
            Starts the application on this machine. Ctrl+C stops it, a second Ctrl+C kills it.

            Usage: dotnet run --project AppHost [-- options]

              --help                             this text
              --publisher manifest               write aspire-manifest.json instead of starting
              --output-path PATH                 where to: a .json file or a folder
              --Section:Key=value                any setting; also as environment variable Section__Key

            Settings
            """);
        output.WriteLine($"  {DataFolder.Setting,-32} data folder (environment variable; the platform's folder for program data + localai)");
        output.WriteLine($"  {"Ports:Dashboard, Ports:Otlp",-32} ports of the dashboard (18888) and its receiver (18889)");
        foreach (var (key, _, meaning) in EngineOptions.Known)
        {
            output.WriteLine($"  {key,-32} {meaning}");
        }

        foreach (var parameter in resources.OfType<ParameterResource>())
        {
            output.WriteLine($"  {"Parameters:" + parameter.Name,-32} {(parameter.Secret ? "secret; " : "")}{(parameter.Default is null ? "must be given" : "made once and kept in keys/ of the data folder")}");
        }

        output.WriteLine();
        output.WriteLine("Ports and parts of the application: AppHost/README.md");
    }
}
