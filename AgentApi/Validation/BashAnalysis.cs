namespace LocalAi.AgentApi.Validation;

/// <summary>Reads what a bash text would run, from its parsed commands: a program's name counts only where a command begins.</summary>
internal static class BashAnalysis
{
    private const int Deepest = 8;

    private static readonly HashSet<string> Separators = new(StringComparer.Ordinal) { ";", ";;", "|", "||", "&", "&&", "|&", "(", ")", "\n" };
    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal) { "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "fi", "done", "}" };
    private static readonly HashSet<string> Runners = new(StringComparer.Ordinal) { "sudo", "doas", "env", "nice", "nohup", "setsid", "timeout", "xargs", "exec", "command", "builtin", "stdbuf", "busybox" };
    private static readonly HashSet<string> Builtins = new(StringComparer.Ordinal) { "echo", "cd", "set", "export", "read", "test", "[", "[[", "true", "false", "printf", "local", "return", "exit", "shift", ":", "pwd", "unset", "wait" };
    private static readonly HashSet<string> HttpPrograms = new(StringComparer.Ordinal) { "curl", "wget" };
    private static readonly HashSet<string> NetworkPrograms = new(StringComparer.Ordinal) { "ssh", "scp", "sftp", "rsync", "nc", "ncat", "telnet", "ftp", "ping", "dig", "nslookup", "socat" };

    /// <summary>What of a program uses the network.</summary>
    private static readonly Dictionary<string, string[]> NetworkCommands = new(StringComparer.Ordinal)
    {
        ["git"] = ["clone", "fetch", "pull", "push", "ls-remote"],
        ["pip"] = ["install", "download"],
        ["pip3"] = ["install", "download"],
        ["npm"] = ["install", "ci", "add", "update", "publish"],
        ["yarn"] = ["install", "add"],
        ["cargo"] = ["fetch", "install", "publish"],
        ["go"] = ["get", "install"],
        ["apt-get"] = ["install", "update", "upgrade"],
        ["apt"] = ["install", "update", "upgrade"],
    };

    private static readonly HashSet<string> Removers = new(StringComparer.Ordinal) { "rm", "rmdir", "shred", "truncate", "mkfs", "dd", "wipefs" };
    private static readonly HashSet<string> Interpreters = new(StringComparer.Ordinal) { "sh", "bash", "dash", "zsh", "python", "python3", "perl", "ruby", "node", "eval", "source", "." };
    private static readonly HashSet<string> Rights = new(StringComparer.Ordinal) { "sudo", "doas", "su", "chmod", "chown", "setcap", "mount", "umount", "chroot", "unshare", "nsenter" };

    public static void Read(string code, Findings findings, int firstLine = 1, int depth = 0)
    {
        var (words, inner) = BashWords.Split(code, firstLine);
        var begins = true;
        string? program = null;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.IsOperator)
            {
                if (word.Text.Contains('>', StringComparison.Ordinal) || word.Text == "<")
                {
                    Redirect(words, ref i, findings);
                }
                else if (Separators.Contains(word.Text))
                {
                    begins = true;
                }
            }
            else if (begins && (Openers.Contains(word.Text) || (word.Text.IndexOf('=') is > 0 and var at && word.Text.AsSpan(0, at).IndexOfAnyExceptInRange('0', 'z') < 0)))
            {
                // Keywords and assignments stand before the command.
            }
            else if (begins)
            {
                program = word.Text[(word.Text.LastIndexOf('/') + 1)..];
                begins = Runners.Contains(program);
                Command(program, word, findings);
            }
            else
            {
                Argument(program!, word, findings);
            }
        }

        foreach (var (text, line) in inner.Where(_ => depth < Deepest))
        {
            Read(text, findings, line, depth + 1);
        }
    }

    private static void Command(string program, BashWord word, Findings findings)
    {
        if (word.IsExpanded)
        {
            findings.Reason(2, word.Line, "runs a program whose name is only known when it runs");
            return;
        }

        if (!Builtins.Contains(program))
        {
            findings.Process(program);
        }

        if (Removers.Contains(program))
        {
            findings.Reason(2, word.Line, $"{program} removes or overwrites data");
        }
        else if (Rights.Contains(program))
        {
            findings.Reason(2, word.Line, $"{program} changes rights or isolation");
        }
        else if (HttpPrograms.Contains(program))
        {
            findings.Network(program);
            findings.Reason(1, word.Line, $"{program} uses the network: the call needs network: true");
        }
        else if (NetworkPrograms.Contains(program))
        {
            findings.Network(program);
            findings.Reason(1, word.Line, $"{program} uses the network otherwise than by HTTP, which no call may");
        }
        else if (Interpreters.Contains(program))
        {
            findings.Reason(1, word.Line, $"{program} runs code that is not read here");
        }
    }

    private static void Argument(string program, BashWord word, Findings findings)
    {
        if (NetworkCommands.TryGetValue(program, out var commands) && commands.Contains(word.Text))
        {
            findings.Network($"{program} {word.Text}");
            findings.Reason(1, word.Line, $"{program} {word.Text} uses the network: the call needs network: true");
        }
        else if (word.Text.Contains("://", StringComparison.Ordinal))
        {
            findings.Network(word.Text);
            findings.Reason(0, word.Line, $"names an address, which only a call with network: true reaches");
        }
        else if (word.Text.Contains('/', StringComparison.Ordinal) || Removers.Contains(program))
        {
            if (!word.Text.StartsWith('-'))
            {
                findings.File(word.Text);
            }
        }
    }

    private static void Redirect(List<BashWord> words, ref int i, Findings findings)
    {
        if (i + 1 >= words.Count || words[i + 1].IsOperator)
        {
            return;
        }

        var (writes, target) = (words[i].Text.Contains('>', StringComparison.Ordinal), words[++i]);
        if (target.Text.StartsWith("/dev/tcp/", StringComparison.Ordinal) || target.Text.StartsWith("/dev/udp/", StringComparison.Ordinal))
        {
            findings.Network(target.Text);
            findings.Reason(2, target.Line, "opens a connection, which no call may but by HTTP");
        }
        else if (!target.Text.StartsWith('&') && !int.TryParse(target.Text, out _))
        {
            findings.File(target.Text);
            if (writes && target.Text != "/dev/null")
            {
                findings.Reason(1, target.Line, "writes to " + target.Text);
            }
        }
    }
}
