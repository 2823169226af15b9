using System.Runtime.InteropServices;
using System.Text;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Workspaces;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Files;

/// <summary>
/// While one thread exchanges a file with a link to a secret outside, others read and write it: a check before the open loses this race
/// (50 escapes in 60,000 reads were measured for it), openat2 has none to lose.
/// </summary>
public sealed class SwapRaceTests
{
    private const int Reads = 60_000;

    [Fact]
    public async Task Read_WhileAFileAndALinkOutAreExchanged_NeverShowsTheSecret()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "openat2 is Linux.");
        await using var ws = new WorkspaceHost();
        Directory.CreateDirectory(Path.Combine(ws.Root, "good"));
        File.WriteAllText(Path.Combine(ws.Root, "good", "f"), "inside");
        Directory.CreateSymbolicLink(Path.Combine(ws.Root, "bad"), ws.Evil);
        File.WriteAllText(Path.Combine(ws.Evil, "f"), WorkspaceHost.Secret);
        var files = ws.Host.Get<WorkspaceFiles>();
        var path = new WorkspacePath(files.Workspaces.All[0], "good/f");
        var good = Encoding.UTF8.GetBytes(Path.Combine(ws.Root, "good") + "\0");
        var bad = Encoding.UTF8.GetBytes(Path.Combine(ws.Root, "bad") + "\0");
        var stop = false;
        var swaps = 0;
        var swapping = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                // 2 = RENAME_EXCHANGE; -100 = AT_FDCWD.
                if (Rename(-100, good, -100, bad, 2) == 0)
                {
                    swaps++;
                }
            }
        });
        swapping.Start();

        var (read, refused, escapes) = (0, 0, 0);
        for (var i = 0; i < Reads; i++)
        {
            try
            {
                using var file = files.OpenFile(path, out var status);
                if (TextFile.Read(file, status, 1000) == "inside")
                {
                    read++;
                }
                else
                {
                    escapes++;
                }

                if (i % 20 == 0)
                {
                    files.Append(path with { Relative = "good/log" }, "x"u8);
                }
            }
            catch (ToolException)
            {
                refused++;
            }
        }

        Volatile.Write(ref stop, true);
        swapping.Join();
        escapes.ShouldBe(0);
        swaps.ShouldBeGreaterThan(100);
        (read + refused).ShouldBeGreaterThanOrEqualTo(Reads);
        read.ShouldBeGreaterThan(0);
        File.Exists(Path.Combine(ws.Evil, "log")).ShouldBeFalse();
        TestContext.Current.TestOutputHelper?.WriteLine($"{read} read, {refused} refused, {swaps} exchanges");
    }

    [DllImport("libc", EntryPoint = "renameat2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(int oldDirectory, byte[] oldPath, int newDirectory, byte[] newPath, uint flags);
}
