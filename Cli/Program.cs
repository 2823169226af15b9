using System.CommandLine;
using LocalAi.Cli;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

// The two questions that need nothing loaded.
switch (args)
{
    case ["--help" or "-h" or "-?" or "help"]:
        new Output().Write(HelpText.Text);
        return ExitCodes.Ok;
    case ["--version"]:
        new Output().Write($"ai {typeof(HelpText).Assembly.GetName().Version?.ToString(3)}\n");
        return ExitCodes.Ok;
}

using var interruption = new Interruption();

// The parser takes a first word in brackets for one of its directives, and it may be a question: a space in front tells them apart.
if (args is [['[', .., ']'], ..])
{
    args[0] = " " + args[0];
}

// No response files: a question may start with @.
var parse = CommandTree.For(args).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parse.Errors.Count > 0 && !args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    return Failure.Report(CliException.Usage(parse.Errors[0].Message, Advice.Help), new Output(), verbose: false);
}

// Ctrl+C is ours: it has to reach the model before the process ends.
return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
