using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// The only way out of a sandbox that may use the network: an HTTP proxy on the sandbox's own loopback. A socket belongs to the network it was made in, so
/// the listener is made inside, by a few words of Perl that hand it out over an inherited socket and then become the program. What accepts on it is this
/// service: nothing more runs inside, and no port of this machine is opened.
/// </summary>
internal sealed class SandboxNetwork : IAsyncDisposable
{
    private const string Perl = "/usr/bin/perl";
    private const string Proxy = "http://127.0.0.1:3128";
    private const int Patience = 10_000;

    /// <summary>Makes the listener (AF_INET, SOCK_STREAM), sends it (sendmsg(2) with SCM_RIGHTS, as unix(7) has it), lets go of both and runs the rest of its arguments.</summary>
    private const string Opener =
        """
        my ($out, $send, $door, $end) = (shift, shift);
        socket($door, 2, 1, 0) && bind($door, pack("SnC4x8", 2, 3128, 127, 0, 0, 1)) && listen($door, 64) or die "The sandbox's network could not be set up: $!\n";
        my ($byte, $rights) = ("1", pack("Qlllx4", 20, 1, 1, fileno($door)));
        my $part = pack("PQ", $byte, 1);
        my $message = pack("x16PQPQx8", $part, 1, $rights, 24);
        syscall($send + 0, $out + 0, $message, 0) == 1 or die "The sandbox's network could not be handed out: $!\n";
        open($end, "+<&=", $out) && close($end) && close($door) or die "The sandbox's network could not be closed: $!\n";
        exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
        """;

    private static readonly string[] Variables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

    // Where Debian, Fedora and Arch keep the certificates of public authorities.
    private static readonly string[] Certificates = ["/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted", "/etc/ca-certificates/extracted"];

    private readonly Func<Socket, IAsyncDisposable> _serve;
    private readonly SafeFileHandle _outside;
    private readonly Lock _gate = new();
    private IAsyncDisposable? _server;
    private bool _ended;

    /// <param name="serve">Serves the listener until it is disposed.</param>
    public SandboxNetwork(Func<Socket, IAsyncDisposable> serve)
    {
        _serve = serve;
        (_outside, Inside) = Native.SocketPair();
    }

    /// <summary>What brings the network of sandboxed programs to this machine, or null.</summary>
    public static string? Missing => File.Exists(Perl) ? null : "Network for sandboxed programs needs Perl: apt-get install perl-base.";

    /// <summary>bubblewrap's arguments for such a run.</summary>
    public static IEnumerable<string> Arguments =>
        [.. Variables.SelectMany(name => (string[])["--setenv", name, Proxy]), .. Certificates.SelectMany(folder => (string[])["--ro-bind-try", folder, folder])];

    /// <summary>The sandbox's end of the socket the listener comes by.</summary>
    public SafeFileHandle Inside { get; }

    /// <summary>The words before the program.</summary>
    public string[] Words =>
        [Perl, "-e", Opener, Inside.DangerousGetHandle().ToString(CultureInfo.InvariantCulture), RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "211" : "46" /* sendmsg */];

    /// <summary>Waits for the listener and serves it. Without one the program was not started, and says why itself.</summary>
    public void Open()
    {
        if (Native.ReceiveSocket(_outside, Patience) is not { } listener)
        {
            return;
        }

        lock (_gate)
        {
            if (_ended)
            {
                listener.Dispose();
                return;
            }

            _server = _serve(new Socket(listener));
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _ended = true;
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _outside.Dispose();
        Inside.Dispose();
    }
}
