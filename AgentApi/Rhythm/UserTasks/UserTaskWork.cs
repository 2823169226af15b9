namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>Checks what a user's task does: exactly one kind of work, each within its limits.</summary>
internal static class UserTaskWork
{
    private const int LongestBody = 65_536;
    private const int LongestShell = 30_000;
    private const int LongestPrompt = 100_000;
    private const int LongestArgument = 8192;
    private const int MostArguments = 100;
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];
    private static readonly string[] Models = ["auto", "chat-7b", "code-7b"];

    /// <summary>One sentence that names the field, its value and what to write; null when all is well.</summary>
    public static string? Problem(UserTaskOptions options)
    {
        string[] given =
        [
            .. options.Url.Length > 0 ? ["url"] : Array.Empty<string>(),
            .. options.Command.Length > 0 ? ["command"] : Array.Empty<string>(),
            .. options.Shell.Length > 0 ? ["shell"] : Array.Empty<string>(),
            .. options.Prompt.Length > 0 ? ["prompt"] : Array.Empty<string>(),
        ];
        return given switch
        {
            ["url"] => Http(options),
            ["command"] => Command(options),
            ["shell"] => options.Shell.Length > LongestShell || options.Shell.Contains('\0', StringComparison.Ordinal)
                ? $"the shell text has {options.Shell.Length} characters; write at most {LongestShell}, without NUL." : null,
            ["prompt"] => Prompt(options),
            [] => "none of url, command, shell and prompt is given; write exactly one.",
            _ => $"{string.Join(" and ", given)} are given; write exactly one of url, command, shell and prompt.",
        };
    }

    private static string? Http(UserTaskOptions options) =>
        !Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0
            ? $"the url is '{Shorten(options.Url)}'; write an absolute http or https address without a password in it."
        : !Methods.Contains(options.Method, StringComparer.OrdinalIgnoreCase) ? $"the method is '{Shorten(options.Method)}'; write GET, POST, PUT or DELETE."
        : options.Body?.Length > LongestBody ? $"the body has {options.Body.Length} characters; write at most {LongestBody}."
        : null;

    private static string? Command(UserTaskOptions options) =>
        options.Command.Length > MostArguments ? $"the command has {options.Command.Length} parts; write at most {MostArguments}."
        : options.Command[0].Length == 0 ? "the command is ''; write a program, then its arguments."
        : options.Command.FirstOrDefault(a => a.Length > LongestArgument || a.Contains('\0', StringComparison.Ordinal)) is { } bad
            ? $"a part of the command is '{Shorten(bad)}'; write at most {LongestArgument} characters, without NUL."
        : null;

    private static string? Prompt(UserTaskOptions options) =>
        options.Prompt.Length > LongestPrompt ? $"the prompt has {options.Prompt.Length} characters; write at most {LongestPrompt}."
        : options.Model is { } model && !Models.Contains(model, StringComparer.Ordinal) ? $"the model is '{Shorten(model)}'; write {string.Join(", ", Models)}."
        : options.User.Length is 0 or > 128 || options.User.Any(char.IsControl) ? $"the user is '{Shorten(options.User)}'; write 1 to 128 characters."
        : Range("max_turns", options.MaxTurns, 1, 50) ?? Range("max_tool_calls", options.MaxToolCalls, 0, 200) ?? Range("max_tokens", options.MaxTokens, 100, 1_000_000);

    private static string? Range(string field, int? value, int least, int most) =>
        value < least || value > most ? $"{field} is {value}; write {least} to {most}." : null;

    private static string Shorten(string value) => value.Length > 100 ? value[..100] + "…" : value;
}
