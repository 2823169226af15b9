namespace LocalAi.Benchmarks;

/// <summary>One measurement of the suite, run by name from the command line.</summary>
internal interface IHarness
{
    /// <summary>What is written on the command line, e.g. "startup".</summary>
    string Name { get; }

    /// <summary>One line for the list of harnesses: what it measures and its options.</summary>
    string Summary { get; }

    /// <summary>Measures and prints; returns 0 when every goal was met, else 1.</summary>
    Task<int> RunAsync(string[] args, CancellationToken cancellationToken);
}
