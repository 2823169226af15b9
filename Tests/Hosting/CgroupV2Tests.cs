using LocalAi.Hosting.Limits;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

/// <summary>Choice of the place and what is written, on folders that look like a cgroup v2 tree (this is not the kernel).</summary>
public sealed class CgroupV2Tests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void TryCreate_NothingDelegated_IsNull()
    {
        Group("", "");
        Group("user.slice", "");

        CgroupV2.TryCreate("test", _root.Path, "/user.slice").ShouldBeNull();
    }

    [Fact]
    public void TryCreate_OnlyOtherControllers_IsNull()
    {
        Group("", "hugetlb");

        CgroupV2.TryCreate("test", _root.Path, "/").ShouldBeNull();
    }

    private void Group(string path, string handedOut)
    {
        var prefix = path.Length == 0 ? "" : path + "/";
        _root.File(prefix + "cgroup.subtree_control", handedOut + "\n");
        _root.File(prefix + "cgroup.controllers", handedOut + "\n");
        _root.File(prefix + "cgroup.procs", "");
    }
}
