using System.CommandLine;
using LocalAi.Cli.Chat;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Commands;

/// <summary>Options of <c>ai</c> itself: how a question is asked.</summary>
internal static class AskOptions
{
    public static readonly Argument<string[]> Words = new("question") { Arity = ArgumentArity.ZeroOrMore };

    public static readonly Option<bool> Code = Flag("--code", "Ask the code model (code-7b)", "코드 모델(code-7b)에 묻기");
    public static readonly Option<bool> Talk = Flag("--chat", "Ask the chat model (chat-7b)", "대화 모델(chat-7b)에 묻기");
    public static readonly Option<string> Model = Text("--model", "NAME", "auto, chat-7b or code-7b", "auto, chat-7b, code-7b 중 하나", "-m");
    public static readonly Option<string> System = Text("--system", "TEXT", "Instructions for the model", "모델에 주는 지시", "-s");
    public static readonly Option<double?> Temperature = new("--temperature", "-t") { HelpName = "0..2", Description = Language.Pick("How free the answer is", "답의 자유로움") };
    public static readonly Option<int?> MaxTokens = new("--max-tokens") { HelpName = "N", Description = Language.Pick("Longest answer", "답의 최대 길이") };
    public static readonly Option<bool> NoStream = Flag("--no-stream", "Print the answer when it is complete", "답이 끝난 뒤에 출력");
    public static readonly Option<bool> Interactive = Flag("--interactive", "A conversation; :help lists its commands", "대화하기; :help로 명령 보기", "-i");
    public static readonly Option<bool> Rag = Flag("--rag", "Answer from your documents, with citations", "내 문서에서 근거와 함께 답하기", "-r");
    public static readonly Option<bool> Index = Flag("--index", "Make the documents of folders or files searchable", "폴더나 파일의 문서를 검색할 수 있게 색인");
    public static readonly Option<string[]> Collection = new("--collection", "-c") { HelpName = "NAME", Description = Language.Pick("Collection (default: default)", "컬렉션(기본값: default)") };
    public static readonly Option<string[]> Filter = new("--filter", "-f") { HelpName = "KEY=VALUE", Description = Language.Pick("path=, type=, tag=, after=, before=", "path=, type=, tag=, after=, before=") };
    public static readonly Option<int?> Top = new("--top") { HelpName = "1..50", Description = Language.Pick("Most sources", "근거의 최대 수") };
    public static readonly Option<bool> Sources = Flag("--sources", "Only the sources, with their text", "근거만 본문과 함께 출력");
    public static readonly Option<string> Mcp = Text("--mcp", "TOOL", "Call a tool of the agent service", "도구 서버의 도구 호출");
    public static readonly Option<string> McpArgs = Text("--mcp-args", "JSON", "Arguments of the tool", "도구의 인수");

    public static IEnumerable<Option> All =>
    [
        Code, Talk, Model, System, Temperature, MaxTokens, NoStream, Interactive, Rag, Index, Collection, Filter, Top, Sources, Mcp, McpArgs,
    ];

    public static ChatOptions Chat(ParseResult parse, string chosenModel)
    {
        var (code, talk, model) = (parse.GetValue(Code), parse.GetValue(Talk), parse.GetValue(Model));
        if ((code ? 1 : 0) + (talk ? 1 : 0) + (model is null ? 0 : 1) > 1)
        {
            throw CliException.Usage("--code, --chat and --model exclude each other.");
        }

        if (parse.GetValue(Temperature) is < 0 or > 2 or double.NaN)
        {
            throw CliException.Usage($"--temperature is {parse.GetValue(Temperature)}; it goes from 0 to 2.");
        }

        if (parse.GetValue(MaxTokens) is < 1)
        {
            throw CliException.Usage($"--max-tokens is {parse.GetValue(MaxTokens)}; it starts at 1.");
        }

        return new ChatOptions
        {
            Model = code ? "code-7b" : talk ? "chat-7b" : model ?? chosenModel,
            System = parse.GetValue(System),
            Temperature = parse.GetValue(Temperature),
            MaxTokens = parse.GetValue(MaxTokens),
            Stream = !parse.GetValue(NoStream),
        };
    }

    private static Option<bool> Flag(string name, string english, string korean, params string[] aliases) =>
        new(name, aliases) { Description = Language.Pick(english, korean) };

    private static Option<string> Text(string name, string value, string english, string korean, params string[] aliases) =>
        new(name, aliases) { HelpName = value, Description = Language.Pick(english, korean) };
}
