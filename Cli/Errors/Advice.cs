using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Errors;

/// <summary>The second lines of error messages, in the user's language.</summary>
internal static class Advice
{
    public static string NotRunning => Language.Pick(
        "LocalAi is not running: start it with dotnet run --project AppHost",
        "LocalAi가 실행 중이 아닙니다. 다음 명령으로 시작하세요: dotnet run --project AppHost");

    public static string StatusOrStart => Language.Pick(
        "`ai status` shows what runs; dotnet run --project AppHost starts everything.",
        "`ai status`로 상태를 볼 수 있고, dotnet run --project AppHost로 전체를 시작합니다.");

    public static string ListModels => Language.Pick("`ai models list` shows the models there are.", "`ai models list`로 쓸 수 있는 모델을 볼 수 있습니다.");

    public static string Key => Language.Pick(
        "Set LOCALAI_API_KEY to a key of this installation (`ai keys create NAME` makes one).",
        "LOCALAI_API_KEY에 이 설치의 키를 넣으세요(`ai keys create 이름`으로 만듭니다).");

    public static string Help => Language.Pick("`ai --help` shows how it is used.", "`ai --help`로 사용법을 볼 수 있습니다.");
}
