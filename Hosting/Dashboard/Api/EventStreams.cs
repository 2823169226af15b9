using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Opens, bounds and ends live streams.</summary>
/// <param name="slots">Streams allowed at once.</param>
/// <param name="stopping">Ends all streams when the dashboard stops.</param>
internal sealed class EventStreams(StreamSlots slots, CancellationToken stopping)
{
    /// <summary>Runs <paramref name="send"/> until it returns, the client leaves or the dashboard stops.</summary>
    public async Task RunAsync(HttpContext context, Func<EventStream, CancellationToken, Task> send)
    {
        if (!slots.TryTake())
        {
            context.Response.Headers.RetryAfter = "5";
            await Problem.WriteAsync(context, 503, "Too many live streams", "Close dashboard tabs that are not needed, or raise Dashboard:MaxStreams.");
            return;
        }

        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            try
            {
                var stream = new EventStream(context.Response);
                await stream.OpenAsync(ending.Token);
                await send(stream, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The reader left or the host stops: the normal end of a stream.
            }
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>
    /// Hands on every item of <paramref name="source"/> and calls <paramref name="tick"/> about once a second while it is silent.
    /// </summary>
    public static async Task ForEachAsync<T>(
        IAsyncEnumerable<T> source, Func<T, Task> item, Func<Task> tick, TimeProvider time, CancellationToken cancellationToken)
    {
        // Cancelled on leaving, so that the pending step ends and the enumerator can be disposed.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var items = source.GetAsyncEnumerator(leaving.Token);
        var next = items.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!next.IsCompleted)
                {
                    using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), time, waiting.Token));
                    await waiting.CancelAsync();
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!next.IsCompleted)
                    {
                        await tick();
                        continue;
                    }
                }

                if (!await next)
                    return;

                await item(items.Current);
                next = items.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
