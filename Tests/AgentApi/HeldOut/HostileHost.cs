using System.Runtime.Versioning;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.HeldOut;

/// <summary>One hostile workspace for a class whose tests leave it as it is.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileHost(PostgresServer postgres) : IAsyncLifetime
{
    internal HostileWorkspace Workspace { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Workspace = await HostileWorkspace.StartAsync(postgres, CancellationToken.None);

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();
}
