using System.Diagnostics;
using System.Runtime.Versioning;
using LocalAi.Hosting;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NewFolder_IsForItsOwnerOnly()
    {
        var folder = DataFolder.Open(Path.Combine(_folder.Path, "deep", "data"));

        foreach (var path in (string[])[folder.Root, folder.Models, folder.Logs, folder.Run, folder.Keys])
        {
            File.GetUnixFileMode(path).ShouldBe(OwnerOnly, path);
        }
    }

    [Fact]
    public void Open_BelowAFile_SaysWhatToDo()
    {
        var file = _folder.File("file", "");

        var message = Should.Throw<StartException>(() => DataFolder.Open(Path.Combine(file, "data"))).Message;

        message.ShouldStartWith($"The data folder {file}/data cannot be used: ");
        message.ShouldEndWith("Free space there or set LOCALAI_DATA to another folder.");
    }

    [Fact]
    public void Open_OfAnotherUser_NamesBothUsers()
    {
        Assert.SkipUnless(UnixOwner.IsRoot, "needs root to give a folder away");
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, "data")).FullName;
        UnixOwner.Give(path, 65534, 65534);

        var message = Should.Throw<StartException>(() => DataFolder.Open(path)).Message;

        message.ShouldBe($"The data folder {path} belongs to user 'nobody', and this is 'root'. Start LocalAi as its owner or set LOCALAI_DATA to another folder.");
    }

    [Fact]
    public void Open_NotWritable_SaysWhatToDo() => WithMount("size=300m", path =>
    {
        Run("mount", "-o", "remount,ro", path);

        var message = Should.Throw<StartException>(() => DataFolder.Open(Path.Combine(path, "data"))).Message;

        message.ShouldContain("cannot be used: Read-only file system");
        message.ShouldEndWith("set LOCALAI_DATA to another folder.");
    });

    [Fact]
    public void Open_FullDisk_SaysHowMuchIsMissing() => WithMount("size=20m", path =>
    {
        var message = Should.Throw<StartException>(() => DataFolder.Open(path)).Message;

        message.ShouldStartWith($"The disk of the data folder {path} is full: ");
        message.ShouldContain("at least 200 MB needed");
    });

    [Fact]
    public async Task Start_Twice_SaysWhoHoldsTheFolder()
    {
        await using var first = new HostRun();
        first.Builder.AddExecutable("service", "sleep", "/", "600");
        await first.StartAsync();
        await first.UntilAsync("service", "Running");
        var file = Path.Combine(first.DataFolder, "run", "host.json");
        for (var i = 0; i < 500 && !File.Exists(file); i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await using var second = new HostRun(first.DataFolder);
        var message = (await Should.ThrowAsync<StartException>(second.StartAsync)).Message;

        message.ShouldStartWith($"LocalAi already runs on {first.DataFolder}: pid {Environment.ProcessId}, since ");
        message.ShouldEndWith("or set LOCALAI_DATA to another folder.");
        second.Forget();
    }

    private void WithMount(string options, Action<string> test)
    {
        Assert.SkipUnless(UnixOwner.IsRoot && FindProgram.OnPath("mount") is not null, "needs root to mount a small disk");
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;
        Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
        try
        {
            test(path);
        }
        finally
        {
            Run("umount", path);
        }
    }

    private static void Run(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', args)}");
    }
}
