using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>
/// The Chrome DevTools Protocol over a pair of pipes: JSON messages, each ended by a NUL. Answers find their command by number, events go to the
/// session they name. Pipes, not a port: nobody else on this machine can speak to the browser.
/// </summary>
internal sealed class CdpConnection : IAsyncDisposable
{
    private const int MaxMessageBytes = 64 << 20;
    private const int MaxQueued = 4096;

    private readonly Stream _fromBrowser;
    private readonly Stream _toBrowser;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _open = new();
    private readonly ConcurrentDictionary<string, Action<string, JsonElement>> _listeners = new(StringComparer.Ordinal);
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private readonly Task _writing;
    private long _number;
    private string? _ended;

    public CdpConnection(Stream fromBrowser, Stream toBrowser)
    {
        _fromBrowser = fromBrowser;
        _toBrowser = toBrowser;
        _reading = ReadAsync(_stop.Token);
        _writing = WriteAsync(_stop.Token);
    }

    /// <summary>Done when the browser is gone, however it went.</summary>
    public Task Ended => _reading;

    /// <param name="session">A page's session; "" for the browser itself.</param>
    /// <param name="onEvent">Gets name and parameters; called on the reading loop, so it must not wait.</param>
    public void Listen(string session, Action<string, JsonElement> onEvent) => _listeners[session] = onEvent;

    public void Forget(string session) => _listeners.TryRemove(session, out _);

    public async Task<JsonElement> SendAsync(string session, string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[number] = answer;
        try
        {
            // Looked at after the entry is made: the loop that ends empties the table after it has said so.
            if (Volatile.Read(ref _ended) is { } ended)
            {
                throw new CdpException(ended) { Ended = true };
            }

            await _outgoing.Writer.WriteAsync(Message(number, session, method, parameters), cancellationToken);
            return await answer.Task.WaitAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new CdpException("The browser ended.") { Ended = true };
        }
        finally
        {
            _open.TryRemove(number, out _);
        }
    }

    /// <summary>Sends without waiting for the answer; for use in event handlers. Dropped when the browser takes nothing any more.</summary>
    public void Post(string session, string method, JsonObject? parameters = null) =>
        _outgoing.Writer.TryWrite(Message(Interlocked.Increment(ref _number), session, method, parameters));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _outgoing.Writer.TryComplete();
        await _fromBrowser.DisposeAsync();
        await _toBrowser.DisposeAsync();
        await Task.WhenAll(_reading, _writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static byte[] Message(long number, string session, string method, JsonObject? parameters)
    {
        var message = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters ?? [] };
        if (session.Length > 0)
        {
            message["sessionId"] = session;
        }

        return [.. JsonSerializer.SerializeToUtf8Bytes(message), 0];
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await _toBrowser.WriteAsync(message, cancellationToken);
                await _toBrowser.FlushAsync(cancellationToken);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            _outgoing.Writer.TryComplete();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var why = "The browser ended.";
        try
        {
            var buffer = new byte[64 * 1024];
            var length = 0;
            for (int read; (read = await _fromBrowser.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0;)
            {
                var searchFrom = length;
                length += read;
                length = Take(buffer, length, searchFrom);
                if (length == buffer.Length)
                {
                    if (length >= MaxMessageBytes)
                    {
                        why = string.Create(CultureInfo.InvariantCulture, $"The browser answered with more than {MaxMessageBytes >> 20} MB.");
                        break;
                    }

                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException or JsonException)
        {
            // The pipe broke, or this is being closed: what is open fails below.
        }

        Volatile.Write(ref _ended, why);
        _outgoing.Writer.TryComplete();
        foreach (var open in _open.Values)
        {
            open.TrySetException(new CdpException(why) { Ended = true });
        }
    }

    /// <summary>Handles every whole message and moves the rest to the front; returns its length.</summary>
    private int Take(byte[] buffer, int length, int searchFrom)
    {
        var start = 0;
        while (buffer.AsSpan(searchFrom, length - searchFrom).IndexOf((byte)0) is >= 0 and var found)
        {
            var end = searchFrom + found;
            Handle(JsonElement.Parse(buffer.AsSpan(start, end - start)));
            start = searchFrom = end + 1;
        }

        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }

    private void Handle(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id))
        {
            if (_open.TryRemove(id.GetInt64(), out var answer))
            {
                if (message.TryGetProperty("error", out var error))
                {
                    answer.TrySetException(new CdpException(error.GetProperty("message").GetString() ?? "unknown"));
                }
                else
                {
                    answer.TrySetResult(message.GetProperty("result"));
                }
            }
        }
        else if (message.TryGetProperty("method", out var method))
        {
            var session = message.TryGetProperty("sessionId", out var named) ? named.GetString()! : "";
            if (_listeners.TryGetValue(session, out var listener))
            {
                listener(method.GetString()!, message.TryGetProperty("params", out var parameters) ? parameters : default);
            }
        }
    }
}
