namespace LocalAi.Hosting.Monitoring;

/// <summary>The running application as its dashboard, its console and its HTTP API see it.</summary>
public interface IResourceMonitor
{
    /// <summary>When the host process began to start resources.</summary>
    DateTimeOffset StartedAt { get; }

    /// <summary>Seconds from the host's start until every required resource was ready; null until then.</summary>
    double? ReadySeconds { get; }

    /// <summary>The latest snapshot of every resource, in the order of declaration.</summary>
    IReadOnlyList<ResourceSnapshot> Resources { get; }

    /// <summary>First every resource as it is, then each change. A slow reader gets the newest state of a resource, not every step. Ends when the host stops.</summary>
    IAsyncEnumerable<ResourceSnapshot> WatchAsync(CancellationToken cancellationToken);

    /// <summary>The kept console lines of a resource, oldest first (at most the last 10,000); empty for an unknown name.</summary>
    IReadOnlyList<ConsoleLine> GetConsole(string resource);

    /// <summary>Lines with a number above <paramref name="after"/>, then new ones as they come. Ends when the host stops.</summary>
    IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resource, long after, CancellationToken cancellationToken);

    /// <summary>Executes start, stop or restart. Returns null on success, else a sentence that says why not.</summary>
    Task<string?> ExecuteAsync(string resource, string command, CancellationToken cancellationToken);
}
