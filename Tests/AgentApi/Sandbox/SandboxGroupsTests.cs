using System.Globalization;
using LocalAi.AgentApi.Sandbox;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Sandbox;

public sealed class SandboxGroupsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryCreate_UnifiedHierarchy_MovesTheServiceToALeafAndHandsControllersDown()
    {
        var own = Directory.CreateDirectory(_folder.Path + "/user.slice").FullName;
        File.WriteAllText(own + "/cgroup.controllers", "cpuset cpu io memory pids\n");
        Directory.CreateDirectory(own + "/localai-sandbox-999999999-1");
        using var groups = SandboxGroups.TryCreate([$"30 22 0:27 / {_folder.Path} rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate"], ["0::/user.slice"], new SandboxOptions());

        groups.ShouldNotBeNull();
        File.ReadAllText(own + "/localai-service/cgroup.procs").ShouldBe(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        File.ReadAllText(own + "/cgroup.subtree_control").Split(' ').Order().ShouldBe(["+cpu", "+memory", "+pids"]);
        Directory.GetDirectories(own, "localai-sandbox-*").ShouldHaveSingleItem("the folder of a service that is gone is removed").ShouldContain($"-{Environment.ProcessId}-");
    }

    [Theory]
    [InlineData("hugetlb\n", "0::/")]
    [InlineData("memory pids\n", "1:name=systemd:/")]
    [InlineData("memory pids\n", "0::/not/there")]
    public void TryCreate_WithoutWhatIsNeeded_IsNull(string controllers, string own)
    {
        File.WriteAllText(_folder.Path + "/cgroup.controllers", controllers);
        SandboxGroups.TryCreate([$"30 22 0:27 / {_folder.Path} rw - cgroup2 cgroup2 rw"], [own], new SandboxOptions()).ShouldBeNull();
        Directory.GetDirectories(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Limit_OfEachHierarchy_IsWritten()
    {
        foreach (var name in (string[])["memory.max", "memory.swap.max", "pids.max", "cpu.weight", "memory.limit_in_bytes"])
        {
            File.WriteAllText(Path.Combine(_folder.Path, name), "max");
        }

        File.WriteAllText(_folder.Path + "/memory.events", "low 0\noom 3\noom_kill 2\n");
        var group = new SandboxGroup([_folder.Path], _folder.Path);
        group.Limit(new SandboxOptions { MemoryMb = 300, MaxProcesses = 20 });
        File.ReadAllText(_folder.Path + "/memory.max").ShouldBe("314572800");
        File.ReadAllText(_folder.Path + "/memory.swap.max").ShouldBe("0");
        File.ReadAllText(_folder.Path + "/memory.limit_in_bytes").ShouldBe("314572800");
        File.ReadAllText(_folder.Path + "/pids.max").ShouldBe("21");
        File.ReadAllText(_folder.Path + "/cpu.weight").ShouldBe("25");

        group.Enter(17);
        File.ReadAllText(_folder.Path + "/cgroup.procs").ShouldBe("17");
        group.RanOutOfMemory.ShouldBeFalse("what was ended before is not of this run");
        File.WriteAllText(_folder.Path + "/memory.events", "low 0\noom 4\noom_kill 3\n");
        group.RanOutOfMemory.ShouldBeTrue();
    }
}
