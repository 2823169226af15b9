namespace LocalAi.Hosting;

/// <summary>Given to callbacks that add environment variables.</summary>
public sealed class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext, IResource resource, Dictionary<string, object>? environmentVariables = null,
    CancellationToken cancellationToken = default)
{
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    public IResource Resource { get; } = resource;

    /// <summary>Strings, or providers of values that are evaluated after all callbacks have run.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? new(StringComparer.Ordinal);

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Tells whether a resource cannot run on this machine; references to it inject nothing.</summary>
    internal Predicate<IResource> IsAbsent { get; init; } = static _ => false;
}
