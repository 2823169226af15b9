using LocalAi.Hosting;
using LocalAi.Hosting.Processes;

namespace LocalAi.Tests.Hosting;

public sealed class ChildEnvironmentTests
{
    [Fact]
    public void Apply_DotNetService_GetsASmallAndQuietRuntimeWithinItsLimits()
    {
        var environment = Environment(isDotNet: true);

        environment["DOTNET_GCHeapHardLimit"].ShouldBe("0x18000000");
        environment["DOTNET_GCConserveMemory"].ShouldBe("5");
        environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"].ShouldBe("0");
        environment["DOTNET_PROCESSOR_COUNT"].ShouldBe("2");
        environment["MINE"].ShouldBe("yes");
    }

    [Fact]
    public void Apply_OtherProgram_GetsOnlyItsOwn() =>
        Environment(isDotNet: false).Keys.ShouldBe(["PATH", "MINE"], ignoreOrder: true);

    [Fact]
    public void Apply_SettingOfTheUser_Wins() =>
        Environment(isDotNet: true, ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "46"))["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"].ShouldBe("46");

    private static Dictionary<string, string?> Environment(bool isDotNet, params (string Name, string Value)[] inherited)
    {
        var environment = inherited.ToDictionary(v => v.Name, v => (string?)v.Value);
        environment["PATH"] = "/bin";

        // The host's own, which no service may take for its own.
        environment["Ports__Gateway"] = "8000";
        environment["ASPNETCORE_URLS"] = "http://localhost:1";
        var plan = new LaunchPlan
        {
            File = "program",
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["MINE"] = "yes" },
            IsDotNet = isDotNet,
        };
        ChildEnvironment.Apply(environment, plan, new ResourceLimitsAnnotation(1.5, 512 << 20, null, null, null, null), isEnforced: false);
        return environment;
    }
}
