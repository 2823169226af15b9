using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>One client on one connection, on a bare socket with requests that are built once: what is measured is the server.</summary>
internal sealed class McpConnection : IDisposable
{
    private const string SessionRevision = "2025-06-18";
    private const string StatelessRevision = "2026-07-28";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly McpTarget _target;
    private byte[] _call = [];
    private int _filled;

    private McpConnection(McpTarget target) => _target = target;

    public static async Task<McpConnection> OpenAsync(McpTarget target, CancellationToken cancellationToken)
    {
        var connection = new McpConnection(target);
        await connection._socket.ConnectAsync(IPAddress.Loopback, target.Port, cancellationToken);
        var session = target.IsStateless ? null : await connection.InitializeAsync(cancellationToken);
        connection._call = target.IsStateless
            ? connection.Request(
                """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hello"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""",
                $"MCP-Protocol-Version: {StatelessRevision}\r\nMcp-Method: tools/call\r\nMcp-Name: echo\r\n")
            : connection.Request(
                """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hello"}}}""",
                $"MCP-Protocol-Version: {SessionRevision}\r\nMcp-Session-Id: {session}\r\n");
        return connection;
    }

    /// <exception cref="InvalidOperationException">The tool's answer is not in the response.</exception>
    public async Task CallAsync(CancellationToken cancellationToken)
    {
        var answer = await ExchangeAsync(_call, cancellationToken);
        if (!answer.Body.Contains("hello", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{_target.Name} answered: {answer.Head.Split('\n')[0]} {answer.Body}");
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> InitializeAsync(CancellationToken cancellationToken)
    {
        var answer = await ExchangeAsync(
            Request($$$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"{{{{SessionRevision}}}}","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}""", ""),
            cancellationToken);
        var line = answer.Head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Mcp-Session-Id:", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"{_target.Name} opens no session: {answer.Head} {answer.Body}");
        var session = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        await ExchangeAsync(Request("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", $"MCP-Protocol-Version: {SessionRevision}\r\nMcp-Session-Id: {session}\r\n"), cancellationToken);
        return session;
    }

    private byte[] Request(string body, string headers) => Encoding.UTF8.GetBytes(
        $"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{_target.Port}\r\nAuthorization: Bearer {BenchKeys.Key}\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private async Task<(string Head, string Body)> ExchangeAsync(byte[] request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await ReceiveAsync(cancellationToken);
        }

        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        Consume(end + 4);
        var body = new ArrayBufferWriter<byte>(512);
        if (Header(head, "Transfer-Encoding:") is { } coding && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            while (await ChunkAsync(body, cancellationToken))
            {
            }
        }
        else if (Header(head, "Content-Length:") is { } length)
        {
            await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), body, cancellationToken);
        }

        return (head, Encoding.UTF8.GetString(body.WrittenSpan));
    }

    private async Task<bool> ChunkAsync(ArrayBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n"u8)) < 0)
        {
            await ReceiveAsync(cancellationToken);
        }

        var size = int.Parse(Encoding.ASCII.GetString(_buffer, 0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Consume(end + 2);
        await TakeAsync(size, body, cancellationToken);
        await TakeAsync(2, null, cancellationToken);
        return size > 0;
    }

    private async Task TakeAsync(int bytes, ArrayBufferWriter<byte>? into, CancellationToken cancellationToken)
    {
        while (_filled < bytes)
        {
            await ReceiveAsync(cancellationToken);
        }

        into?.Write(_buffer.AsSpan(0, bytes));
        Consume(bytes);
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellationToken);
        _filled += read > 0 ? read : throw new InvalidOperationException($"{_target.Name} closed the connection.");
    }

    private void Consume(int bytes)
    {
        _buffer.AsSpan(bytes, _filled - bytes).CopyTo(_buffer);
        _filled -= bytes;
    }

    private static string? Header(string head, string name)
    {
        var at = head.IndexOf("\r\n" + name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var from = at + 2 + name.Length;
        var to = head.IndexOf("\r\n", from, StringComparison.Ordinal);
        return head[from..(to < 0 ? head.Length : to)].Trim();
    }
}
