using System.CommandLine;
using LocalAi.Cli.Connection;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts;

namespace LocalAi.Cli.Commands;

/// <summary>What every command works with.</summary>
internal sealed class CommandContext(ParseResult parse, Output output) : IDisposable
{
    public Output Output { get; } = output;

    public Services Services { get; } = new(new ServiceAddresses(GlobalOptions.Addresses(parse), DataFolder.Default()), output);

    public bool Json { get; } = parse.GetValue(GlobalOptions.Json);

    public bool Verbose { get; } = parse.GetValue(GlobalOptions.Verbose);

    public string DataFolderPath => Services.Addresses.DataFolder;

    public void Dispose() => Services.Dispose();
}
