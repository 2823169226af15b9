using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>What the engine needs of a dashboard.</summary>
internal interface IDashboard : IAsyncDisposable
{
    Task StartAsync(IResourceMonitor monitor, CancellationToken cancellationToken);
}
