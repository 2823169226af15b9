namespace LocalAi.Embedding.Engines;

/// <summary>An engine could not do its work. The message is for the caller.</summary>
internal sealed class EngineException(EngineFault fault, string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public EngineFault Fault { get; } = fault;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
