using System.CommandLine;
using System.Globalization;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.Cli.Rhythm;

/// <summary><c>ai rhythm tasks add</c>. What is wrong with a task the service says; here only times are read.</summary>
internal static class AddTask
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = Language.Pick("Letters, digits, - and _", "글자, 숫자, -와 _") };
        var program = new Argument<string[]>("command") { Arity = ArgumentArity.ZeroOrMore, Description = Language.Pick("After --: program and arguments for the sandbox", "-- 뒤에: 샌드박스에서 실행할 프로그램과 인자") };
        var every = Text("--every", "10m|1h|1d", "Time between two runs", "실행 간격");
        var at = Text("--at", "HH:mm", "Time of day", "실행 시각");
        var url = Text("--url", "URL", "Address to call", "호출할 주소");
        var method = Text("--method", "GET|POST|PUT|DELETE", "Default: GET", "기본값: GET");
        var body = Text("--body", "JSON", "Body of the call", "호출 본문");
        var shell = Text("--shell", "TEXT", "Text for bash in the sandbox", "샌드박스의 bash에 줄 글");
        var prompt = Text("--prompt", "TEXT", "What the agent is asked to do", "에이전트에 시킬 일");
        var workspace = Text("--workspace", "NAME", "Where a command runs", "명령을 실행할 작업 공간");
        var user = Text("--user", "NAME", "Whom the agent acts for", "에이전트가 대신할 사용자");
        var model = Text("--model", "NAME", "Model of the agent", "에이전트의 모델");
        var priority = Text("--priority", "critical|high|medium|low", "Default: medium", "기본값: medium");
        var timeout = Text("--timeout", "5m", "Longest run, default 5m", "최대 실행 시간(기본값 5m)");
        var after = new Option<string[]>("--after") { HelpName = "TASK", Description = Language.Pick("Tasks that must have succeeded before", "먼저 성공해야 하는 작업"), AllowMultipleArgumentsPerToken = true };
        var tolerance = new Option<double?>("--tolerance") { HelpName = "0..0.5", Description = Language.Pick("How far it may move into a quiet hour", "조용한 시간으로 옮길 수 있는 정도") };
        var replace = new Option<bool>("--replace") { Description = Language.Pick("Change the task of this name", "같은 이름의 작업 바꾸기") };
        var command = new Command("add", Language.Pick("Add a task: a call, a command in the sandbox, or a prompt", "작업 추가: 호출, 샌드박스 명령, 프롬프트"))
        {
            name, program, every, at, url, method, body, shell, prompt, workspace, user, model, priority, timeout, after, tolerance, replace,
        };
        command.Run(async (parse, context, cancellationToken) =>
        {
            var task = new RhythmTaskDefinition
            {
                Name = parse.GetRequiredValue(name),
                Every = Span("--every", parse.GetValue(every)),
                At = parse.GetValue(at),
                Priority = parse.GetValue(priority),
                DependsOn = parse.GetValue(after) is { Length: > 0 } upstream ? upstream : null,
                Timeout = Span("--timeout", parse.GetValue(timeout)),
                Tolerance = parse.GetValue(tolerance),
                Url = parse.GetValue(url),
                Method = parse.GetValue(method),
                Body = parse.GetValue(body),
                Command = parse.GetValue(program) is { Length: > 0 } words ? words : null,
                Shell = parse.GetValue(shell),
                Workspace = parse.GetValue(workspace),
                Prompt = parse.GetValue(prompt),
                Model = parse.GetValue(model),
                User = parse.GetValue(user),
            };
            var rhythm = context.Services.Rhythm;
            var kept = parse.GetValue(replace) ? await rhythm.ChangeTaskAsync(task, cancellationToken) : await rhythm.AddTaskAsync(task, cancellationToken);
            if (context.Json)
            {
                return JsonOutput.Write(context.Output, kept, OutputJson.Readable.RhythmTaskDefinition);
            }

            return PlanViews.Changed(context, await rhythm.GetTaskAsync(kept.Name, cancellationToken));
        });
        return command;
    }

    private static Option<string?> Text(string option, string helpName, string english, string korean) => new(option) { HelpName = helpName, Description = Language.Pick(english, korean) };

    private static string? Span(string option, string? text) => text is null ? null
        : Duration.Read(text)?.ToString("c", CultureInfo.InvariantCulture)
            ?? throw CliException.Usage($"{option} is {text}; write for example 30s, 10m, 4h, 1d or 00:10:00.");
}
