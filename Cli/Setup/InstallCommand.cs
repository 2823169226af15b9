using System.CommandLine;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Setup;

/// <summary>
/// <c>ai install</c>: copies this program next to the user's other programs' files and puts a launcher called <c>ai</c> on the PATH,
/// so that it works from any folder and survives a clean build.
/// </summary>
internal static class InstallCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { HelpName = "FOLDER", Description = Language.Pick($"Folder of the launcher (default: {Launcher.DefaultFolder})", $"실행 파일을 둘 폴더(기본값: {Launcher.DefaultFolder})") };
        var force = new Option<bool>("--force") { Description = Language.Pick("Replace another program called ai", "다른 ai 프로그램이 있어도 덮어쓰기") };
        var remove = new Option<bool>("--remove") { Description = Language.Pick("Take it away again", "제거하기") };
        var command = new Command("install", Language.Pick("Make ai available in every folder", "어느 폴더에서나 ai 쓰기")) { to, force, remove };
        command.Run((parse, context, _) =>
        {
            var launcher = new Launcher(Path.GetFullPath(parse.GetValue(to) ?? Launcher.DefaultFolder));
            try
            {
                return Task.FromResult(parse.GetValue(remove) ? Remove(launcher, context) : Install(launcher, parse.GetValue(force), context));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new CliException(ExitCodes.Error, $"Not installed: {refused.Message}", "Choose a folder of your own with --to.", refused);
            }
        });
        return command;
    }

    private static int Install(Launcher launcher, bool force, CommandContext context)
    {
        if (launcher.IsForeign && !force)
        {
            throw new CliException(ExitCodes.Error, $"{launcher.Path} is another program.", "Replace it with --force, or choose another folder with --to.");
        }

        launcher.Write(AppContext.BaseDirectory);
        context.Output.WriteLine(Language.Pick($"Installed: {launcher.Path}", $"설치했습니다: {launcher.Path}"));
        if (!launcher.IsOnPath)
        {
            context.Output.WriteLine(Language.Pick(
                $"{launcher.Folder} is not on your PATH yet: add it in your shell's start-up file.",
                $"{launcher.Folder} 폴더가 아직 PATH에 없습니다. 셸 시작 파일에 추가하세요."));
        }

        return ExitCodes.Ok;
    }

    private static int Remove(Launcher launcher, CommandContext context)
    {
        if (!launcher.Exists || launcher.IsForeign)
        {
            throw new CliException(ExitCodes.Error, $"ai is not installed in {launcher.Folder}.", "Name the folder with --to.");
        }

        launcher.Delete();
        context.Output.WriteLine(Language.Pick("Removed.", "제거했습니다."));
        return ExitCodes.Ok;
    }
}
