using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace LocalAi.Gateway.Door;

/// <summary>
/// A request is carried by the thread that reads its sockets instead of being handed to another at every wait: with the client of <c>Upstreams/Http</c> a fifth
/// less CPU per request (README, Figures). In return nothing on the way may block, and what computes for long leaves that thread first (<see cref="LeaveAsync"/>).
/// </summary>
internal static class DoorSockets
{
    private const int LongWork = 128 << 10;

    /// <summary>Lets operations of sockets continue where they complete. Must come before the process has its first socket; nothing happens when the gateway is hosted by another program.</summary>
    public static void CompleteInline()
    {
        // The runtime has no other switch for it (System.Net.Sockets, SocketAsyncEngine).
        const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
        if (Assembly.GetEntryAssembly() == typeof(DoorSockets).Assembly && Environment.GetEnvironmentVariable(Switch) is null)
        {
            Environment.SetEnvironmentVariable(Switch, "1");
        }
    }

    public static void Configure(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;

        // One system call less per request; a connection that waits holds a page meanwhile.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    /// <summary>Goes on on a thread of the pool when there is much to compute.</summary>
    /// <param name="bytes">To be gone through.</param>
    public static ValueTask LeaveAsync(long bytes) => bytes < LongWork ? ValueTask.CompletedTask : HopAsync();

    private static async ValueTask HopAsync() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
