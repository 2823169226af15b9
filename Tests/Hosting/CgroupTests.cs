using LocalAi.Hosting.Limits;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

/// <summary>A service may make cgroups of its own below the one it was given (the sandbox does); on folders that look like cgroups.</summary>
public sealed class CgroupTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Processes_OfGroupsBelow_AreTheServicesToo()
    {
        _root.File("localai-1/agent-api/cgroup.procs", "11\n");
        _root.File("localai-1/agent-api/localai-service/cgroup.procs", "12\n13\n");
        _root.File("localai-1/rag/cgroup.procs", "14\n");

        Cgroup.Processes(Path.Combine(_root.Path, "localai-1", "agent-api")).ShouldBe([11, 12, 13], ignoreOrder: true);
        Cgroup.Processes(Path.Combine(_root.Path, "gone")).ShouldBeEmpty();
    }

    [Fact]
    public void Remove_TakesGroupsBelowWithIt_AndTheLastOnesParent()
    {
        var host = Path.Combine(_root.Path, "localai-1");
        Directory.CreateDirectory(Path.Combine(host, "agent-api", "localai-service", "inner"));
        Directory.CreateDirectory(Path.Combine(host, "agent-api", "localai-sandbox-7-1"));
        Directory.CreateDirectory(Path.Combine(host, "rag"));

        Cgroup.Remove(Path.Combine(host, "agent-api"));
        Directory.GetDirectories(host).Select(Path.GetFileName).ShouldBe(["rag"]);

        Cgroup.Remove(Path.Combine(host, "rag"));
        Directory.Exists(host).ShouldBeFalse();
    }
}
