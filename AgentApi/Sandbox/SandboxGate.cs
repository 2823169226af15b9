using System.Text.Json;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// bubblewrap tells over one pipe which process will become the program, and waits at another until it may. In between the limits are set, from
/// outside: nothing runs without them, and no program has to be started that sets them.
/// </summary>
internal sealed class SandboxGate : IDisposable
{
    private readonly SafeFileHandle _told;
    private readonly SafeFileHandle _opener;

    public SandboxGate()
    {
        (_told, Teller) = Native.Pipe();
        (Bar, _opener) = Native.Pipe();
    }

    /// <summary>bubblewrap's end of the first pipe.</summary>
    public SafeFileHandle Teller { get; }

    /// <summary>bubblewrap's end of the second pipe.</summary>
    public SafeFileHandle Bar { get; }

    public string[] Arguments => ["--info-fd", Number(Teller), "--block-fd", Number(Bar)];

    /// <summary>The first process inside, as this service sees it. Waits for it; null when bubblewrap ended without one and said on its standard error why.</summary>
    public int? WaitForProcess()
    {
        var text = new byte[1024];
        for (int filled = 0, read; filled < text.Length && (read = Native.Read(_told, text.AsSpan(filled))) > 0;)
        {
            filled += read;
            if (text.AsSpan(0, filled).Contains((byte)'}'))
            {
                return JsonElement.Parse(text.AsSpan(0, filled)).GetProperty("child-pid").GetInt32();
            }
        }

        return null;
    }

    /// <summary>Lets the program go. When bubblewrap has ended meanwhile, its exit code says how.</summary>
    public void Open() => Native.TryWrite(_opener, (byte)'1');

    public void Dispose()
    {
        _told.Dispose();
        _opener.Dispose();
        Teller.Dispose();
        Bar.Dispose();
    }

    private static string Number(SafeFileHandle file) => file.DangerousGetHandle().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
