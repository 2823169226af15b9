using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Setup;

/// <summary><c>ai completion SHELL</c> prints a script for the shell's start-up file. Made from the commands themselves.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish, pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", Language.Pick("Script for Tab in your shell", "셸의 Tab 완성 스크립트")) { shell };
        command.Run((parse, context, _) =>
        {
            context.Output.Write(Script(parse.GetRequiredValue(shell)));
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }

    private static string Script(string shell)
    {
        var options = string.Join(' ', AskOptions.All.Concat(GlobalOptions.All).Select(option => option.Name).Append("--help").Append("--version"));
        var names = string.Join(' ', CommandTree.Names);
        // The command itself stands in the list too; it takes the shells.
        var subcommands = CommandTree.All.Where(command => command.Subcommands.Count > 0)
            .Select(command => (command.Name, Words: string.Join(' ', command.Subcommands.Select(sub => sub.Name))))
            .Append(("completion", "bash zsh fish pwsh"));
        return shell switch
        {
            "bash" => Bash(names, options, subcommands),
            "zsh" => "#compdef ai\nautoload -U +X bashcompinit && bashcompinit\n" + Bash(names, options, subcommands),
            "fish" => Fish(names, options, subcommands),
            _ => PowerShell(names, options, subcommands),
        };
    }

    private static string Bash(string names, string options, IEnumerable<(string Name, string Words)> subcommands) =>
        $$"""
        # ai: add to ~/.bashrc (zsh: ~/.zshrc):  source <(ai completion bash)
        _ai() {
          local word=${COMP_WORDS[COMP_CWORD]} words=""
          case $COMP_CWORD:${COMP_WORDS[1]} in
            1:*) words="{{names}} {{options}}" ;;
        {{string.Concat(subcommands.Select(s => $"    2:{s.Name}) words=\"{s.Words}\" ;;\n"))}}    *) words="{{options}}" ;;
          esac
          COMPREPLY=($(compgen -W "$words" -- "$word"))
          if [[ " ${COMP_WORDS[*]} " == *" --index "* && $word != -* ]]; then
            COMPREPLY=($(compgen -f -- "$word"))
          fi
        }
        complete -o default -F _ai ai

        """;

    private static string Fish(string names, string options, IEnumerable<(string Name, string Words)> subcommands) =>
        $$"""
        # ai: save as ~/.config/fish/completions/ai.fish
        complete -c ai -n "__fish_use_subcommand" -a "{{names}}"
        {{string.Concat(subcommands.Select(s => $"complete -c ai -f -n \"__fish_seen_subcommand_from {s.Name}\" -a \"{s.Words}\"\n"))}}{{string.Concat(options.Split(' ').Select(o => $"complete -c ai -l {o[2..]}\n"))}}
        """;

    private static string PowerShell(string names, string options, IEnumerable<(string Name, string Words)> subcommands) =>
        $$"""
        # ai: add to $PROFILE:  ai completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName ai -ScriptBlock {
          param($word, $ast, $position)
          $all = @($ast.CommandElements | ForEach-Object { $_.ToString() })
          $sub = @{ {{string.Join("; ", subcommands.Select(s => $"'{s.Name}' = '{s.Words}'"))}} }
          $second = $all.Count -gt 1 -and $sub.ContainsKey($all[1]) -and ($all.Count -gt 2 -or $word -eq '')
          $words = if ($second) { $sub[$all[1]] } else { '{{names}} {{options}}' }
          $words -split ' ' | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }

        """;
}
