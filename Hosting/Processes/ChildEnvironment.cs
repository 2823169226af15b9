using System.Globalization;

namespace LocalAi.Hosting.Processes;

/// <summary>The environment a process of the application gets.</summary>
internal static class ChildEnvironment
{
    // What belongs to the host itself, as in Aspire, and settings that are the AppHost's own.
    private static readonly string[] NotInherited =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_HTTP_PORTS", "LocalAiHosting",
    ];

    private static readonly string[] NotInheritedPrefixes = ["ASPIRE_", "Parameters__", "Ports__", "Parts__", "Host__", "MSBUILD", "MSBuild"];

    // The runtime's own default for a container: three quarters of its memory for the managed heap.
    private const double HeapShare = 0.75;

    public static void Apply(IDictionary<string, string?> environment, LaunchPlan plan, ResourceLimitsAnnotation? limits, bool isEnforced)
    {
        foreach (var name in environment.Keys.Where(IsNotInherited).ToList())
        {
            environment.Remove(name);
        }

        if (plan.IsDotNet)
        {
            foreach (var (name, value) in RuntimeSettings(limits, isEnforced))
            {
                environment.TryAdd(name, value);
            }
        }

        foreach (var (name, value) in plan.Environment)
        {
            environment[name] = value;
        }
    }

    /// <summary>Settings of the .NET runtime that keep a service within its limits: a hard limit of the heap, and a heap that gives memory back.</summary>
    public static IEnumerable<KeyValuePair<string, string>> RuntimeSettings(ResourceLimitsAnnotation? limits, bool isEnforced)
    {
        if (limits?.MemoryBytes is { } memory)
        {
            yield return new("DOTNET_GCHeapHardLimit", "0x" + ((long)(memory * HeapShare)).ToString("x", CultureInfo.InvariantCulture));
        }

        yield return new("DOTNET_GCConserveMemory", "5");

        // Pool threads spin before they sleep: of a service that wakes up a few times a second that is a third of all it costs (perf).
        yield return new("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
        if (!isEnforced && limits?.Cpus is { } cpus)
        {
            yield return new("DOTNET_PROCESSOR_COUNT", ((int)Math.Ceiling(cpus)).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static bool IsNotInherited(string name) =>
        NotInherited.Contains(name, StringComparer.OrdinalIgnoreCase)
        || NotInheritedPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));
}
