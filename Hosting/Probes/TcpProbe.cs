using System.Net;
using System.Net.Sockets;

namespace LocalAi.Hosting.Probes;

/// <summary>Connects, sends a greeting and judges the answer. Without a greeting, being connected is enough.</summary>
internal sealed class TcpProbe(int port, byte[] greeting, Func<byte[], bool> isGood) : IProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public TcpProbe(int port)
        : this(port, [], static _ => true)
    {
    }

    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    /// <summary>Redis: PING; without the password it refuses, and that is an answer, too.</summary>
    public static TcpProbe Redis(int port) => new(port, "PING\r\n"u8.ToArray(), static answer => answer is [(byte)'+', ..] || answer.AsSpan().StartsWith("-NOAUTH"u8));

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), patience.Token);
            if (greeting.Length == 0)
            {
                return ProbeAnswer.Healthy;
            }

            await socket.SendAsync(greeting, patience.Token);
            var buffer = new byte[64];
            var count = await socket.ReceiveAsync(buffer, patience.Token);
            return isGood(buffer[..count]) ? ProbeAnswer.Healthy : ProbeAnswer.Dead($"port {port} gives an answer that is not this program's");
        }
        catch (SocketException failure)
        {
            return ProbeAnswer.Dead($"port {port} does not answer: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeAnswer.Dead($"port {port} did not answer within {Patience.TotalSeconds:0} s");
        }
    }
}
