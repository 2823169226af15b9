using System.CommandLine;
using System.CommandLine.Help;
using LocalAi.Cli.Checks;
using LocalAi.Cli.Documents;
using LocalAi.Cli.Rhythm;
using LocalAi.Cli.Setup;

namespace LocalAi.Cli.Commands;

/// <summary>
/// Picks what the first word asks for and builds only that: a question is never mistaken for a command because one of its words
/// is the name of one, and start-up does not pay for commands that are not used.
/// </summary>
internal static class CommandTree
{
    private static readonly Dictionary<string, Func<Command>> Commands = new(StringComparer.Ordinal)
    {
        ["collections"] = CollectionsCommand.Create,
        ["jobs"] = JobsCommand.Create,
        ["models"] = ModelsCommand.Create,
        ["keys"] = KeysCommand.Create,
        ["approvals"] = ApprovalsCommand.Create,
        ["rhythm"] = RhythmCommand.Create,
        ["status"] = StatusCommand.Create,
        ["doctor"] = DoctorCommand.Create,
        ["completion"] = CompletionCommand.Create,
        ["install"] = InstallCommand.Create,
    };

    public static IEnumerable<string> Names => Commands.Keys;

    /// <summary>Every command with its subcommands, for the completion scripts.</summary>
    public static IEnumerable<Command> All => Commands.Values.Select(create => create());

    public static Command For(IReadOnlyList<string> arguments)
    {
        var root = First(arguments) is { } name && Commands.TryGetValue(name, out var create) ? new Command("ai") { create() } : AiCommand.Create();
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        root.Add(new HelpOption());
        return root;
    }

    private static string? First(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (GlobalOptions.TakesValue(arguments[i]))
            {
                i++;
            }
            else if (!arguments[i].StartsWith('-'))
            {
                return arguments[i];
            }
            else if (arguments[i] is not ("--json" or "--verbose"))
            {
                return null;
            }
        }

        return null;
    }
}
