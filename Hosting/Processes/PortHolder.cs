using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LocalAi.Hosting.Processes;

/// <summary>Who listens on a port of this machine.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    /// <summary>Whether nobody listens on the loopback port, on IPv4 or IPv6.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    /// <summary>A sentence part such as "pid 4711 (nginx: master process)"; "another process" when it cannot be told.</summary>
    public static string Describe(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "another process";
        }

        var sockets = Inodes(port).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        foreach (var pid in sockets.Count == 0 ? [] : ProcFileSystem.Processes())
        {
            if (Descriptors(pid).Any(sockets.Contains))
            {
                var command = ProcFileSystem.CommandLine(pid) ?? "unknown program";
                return $"pid {pid} ({(command.Length > 80 ? command[..80] + "…" : command)})";
            }
        }

        return "another process";
    }

    /// <summary>Ports nobody listens on, all different.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }

            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException failure)
        {
            // No IPv6 loopback on this machine is no reason against the port.
            return failure.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }

    // /proc/net/tcp: sl local_address rem_address st … inode; addresses and ports in hexadecimal.
    private static IEnumerable<string> Inodes(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var file in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            foreach (var line in File.Exists(file) ? File.ReadLines(file).Skip(1) : [])
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == Listening)
                {
                    yield return fields[9];
                }
            }
        }
    }

    private static IEnumerable<string> Descriptors(int pid)
    {
        string[] links;
        try
        {
            links = Directory.GetFiles($"/proc/{pid}/fd");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var link in links)
        {
            string? target = null;
            try
            {
                target = new FileInfo(link).LinkTarget;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Closed meanwhile.
            }

            if (target is not null)
            {
                yield return target;
            }
        }
    }
}
