namespace LocalAi.Tests.Support;

/// <summary>Waits for a condition: at most a minute, which no healthy run needs.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Task TrueAsync(Func<bool> condition, string expected, CancellationToken cancellationToken) =>
        TrueAsync(() => Task.FromResult(condition()), expected, cancellationToken);

    public static async Task TrueAsync(Func<Task<bool>> condition, string expected, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (!await condition())
        {
            try
            {
                await Task.Delay(50, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                Assert.Fail($"Within {Patience.TotalSeconds} s it was expected that {expected}.");
            }
        }
    }
}
