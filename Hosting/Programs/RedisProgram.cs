using System.Globalization;
using LocalAi.Hosting.Probes;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Programs;

/// <summary>redis-server of this machine: loopback, password, a cache that forgets the least used.</summary>
internal sealed class RedisProgram(RedisResource resource, DataFolder folder) : IProgram
{
    // Leaves a quarter of the limit for buffers and fragmentation.
    private const double CacheShare = 0.75;
    private const long DefaultCacheBytes = 256L << 20;

    public Task<Presence> FindAsync(Action<string> say, CancellationToken cancellationToken) =>
        Task.FromResult(FindProgram.OnPath("redis-server") is null
            ? Presence.Absent("redis-server is not installed; services keep caches and rate limits per process. Debian/Ubuntu: apt-get install redis-server; macOS: brew install redis.")
            : Presence.Here);

    public async Task<LaunchPlan> PrepareAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var port = resource.PrimaryEndpoint.Port;
        var limit = resource.Annotations.OfType<ResourceLimitsAnnotation>().FirstOrDefault()?.MemoryBytes;
        var cache = limit is { } bytes ? (long)(bytes * CacheShare) : DefaultCacheBytes;
        var work = Path.Combine(folder.Root, resource.Name);
        DataFolder.CreateOwnerOnly(work);
        var isKept = resource.Annotations.OfType<ContainerMountAnnotation>().Any(m => !m.IsReadOnly);

        var password = await resource.PasswordParameter.GetValueAsync(cancellationToken);

        // In a file that only we may read: arguments are visible to every user of the machine.
        var configuration = Path.Combine(folder.Run, resource.Name + ".conf");
        AtomicFile.Write(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            bind 127.0.0.1
            port {port}
            requirepass "{password}"
            dir "{work}"
            save {(isKept ? "60 1" : "\"\"")}
            appendonly no
            maxmemory {cache}
            maxmemory-policy allkeys-lru
            daemonize no

            """));
        return new LaunchPlan
        {
            File = FindProgram.OnPath("redis-server") ?? "redis-server",
            Args = [configuration],
            WorkingDirectory = work,
            Probe = TcpProbe.Redis(port),
        };
    }
}
