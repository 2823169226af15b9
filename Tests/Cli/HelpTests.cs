using LocalAi.Cli;
using LocalAi.Cli.Commands;

namespace LocalAi.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_is_printed_in_the_users_language_and_asks_nobody()
    {
        var english = await AiProcess.RunAsync(null, "--help");
        english.ShouldSucceed();
        english.Out.ShouldStartWith("ai: ask your models and your documents from any terminal\n\nask\n  ai \"question\"");
        english.Out.ShouldEndWith("exit codes: 0 done, 1 error, 2 wrong command line, 3 not running, 4 no model, 130 cancelled\n");
        var korean = await AiProcess.RunAsync(null, "", [("LC_ALL", ""), ("LANG", "ko_KR.UTF-8")], "--help");
        korean.Out.ShouldStartWith("ai: 어느 터미널에서나");
    }

    [Fact]
    public async Task Version() => (await AiProcess.RunAsync(null, "--version")).Out.ShouldMatch(@"^ai \d+\.\d+\.\d+\n$");

    [Fact]
    public void Every_option_and_command_stands_in_the_help()
    {
        var words = HelpText.Text.Split([' ', '\n', ',', '|', '.'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        foreach (var option in AskOptions.All.Concat(GlobalOptions.All))
        {
            words.ShouldContain(option.Name);
        }

        foreach (var command in CommandTree.All)
        {
            words.ShouldContain(command.Name);
            foreach (var sub in command.Subcommands.Where(_ => command.Name != "jobs"))
            {
                words.ShouldContain(sub.Name);
            }
        }
    }

    [Fact]
    public void No_line_is_wider_than_a_terminal() =>
        HelpText.Text.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(100);

    [Fact]
    public async Task Commands_explain_themselves() =>
        (await AiProcess.RunAsync(null, "keys", "create", "--help")).Out.ShouldContain("--requests-per-minute <N>");
}
