using LocalAi.AgentApi.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>Sends a tool's progress to the client, and a sign of life while it says nothing: clients give up after a minute of silence.</summary>
internal sealed class ProgressReporter : IProgress<ToolProgress>, IAsyncDisposable
{
    private readonly McpServer _server;
    private readonly ProgressToken _token;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Task _sending = Task.CompletedTask;
    private ToolProgress _last = new(0, null, null);

    public ProgressReporter(McpServer server, ProgressToken token, TimeSpan interval, TimeProvider time)
    {
        _server = server;
        _token = token;
        _timer = time.CreateTimer(static self => ((ProgressReporter)self!).Repeat(), this, interval, interval);
    }

    public void Report(ToolProgress value)
    {
        lock (_gate)
        {
            // The protocol wants progress to grow.
            _last = value with { Done = Math.Max(value.Done, _last.Done + 0.001) };
            Queue();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Task sending;
        lock (_gate)
        {
            sending = _sending;
        }

        await sending;
    }

    private void Repeat()
    {
        lock (_gate)
        {
            // A slow reader gets fewer signs of life, not a growing queue.
            if (_sending.IsCompleted)
            {
                _last = _last with { Done = _last.Done + 0.001, Message = _last.Message ?? "running" };
                Queue();
            }
        }
    }

    private void Queue()
    {
        var value = _last;
        _sending = SendAsync(_sending, value);
    }

    private async Task SendAsync(Task previous, ToolProgress value)
    {
        await previous;
        try
        {
            await _server.NotifyProgressAsync(_token, new ProgressNotificationValue { Progress = (float)value.Done, Total = (float?)value.Total, Message = value.Message });
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException or McpException)
        {
            // The client left; the call itself learns it by its cancellation.
        }
    }
}
