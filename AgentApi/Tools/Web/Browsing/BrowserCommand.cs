using System.Diagnostics;
using System.Globalization;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>
/// How the browser is started: never as root, with its own sandbox on, and on Linux inside bubblewrap as well: it sees the system read-only, nothing
/// of the user's files, and its profile is a file system in memory that goes with it.
/// </summary>
internal static class BrowserCommand
{
    private const string Bubblewrap = "/usr/bin/bwrap";
    private const string Setpriv = "/usr/bin/setpriv";
    private const int MaxProcesses = 2048;
    private const int ProfileMb = 512;

    // The shell turns standard input and output into the descriptors 3 and 4 that the protocol is spoken on; the command comes as "$@" and is read by nobody.
    private const string Pipes = "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null";

    private static readonly string[] Flags =
    [
        "--headless", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--hide-scrollbars", "--mute-audio", "--disable-gpu", "--lang=en-US",
        "--force-color-profile=srgb", "--renderer-process-limit=8", "--password-store=basic", "--use-mock-keychain",

        // Nothing goes out but by the proxy of a call; without one, to a port nothing listens on. Loopback gets no exception, names are not resolved here.
        "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--dns-prefetch-disable",
        "--disable-quic", "--webrtc-ip-handling-policy=disable_non_proxied_udp", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--no-pings",

        // What a browser does of itself.
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability",
        "--disable-client-side-phishing-detection", "--disable-breakpad", "--disable-crash-reporter", "--metrics-recording-only", "--disable-search-engine-choice-screen",
        "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,CertificateTransparencyComponentUpdater,AutofillServerCommunication,"
            + "InterestFeedContentSuggestions,HttpsUpgrades,Prerender2,SpareRendererForSitePerProcess,PreloadTopChromeWebUI,"

            // The address bar nobody sees is a page of its own for every tab: half of what a tab costs.
            + "WebUIOmniboxPopup,WebUIOmniboxAimPopup",

        // Tabs are opened by calls only.
        "--no-startup-window",

        // What a page may not ask for.
        "--deny-permission-prompts", "--disable-notifications", "--block-new-web-contents",
    ];

    /// <param name="program">The browser.</param>
    /// <param name="profile">A folder of its own for the case without bubblewrap.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="SandboxUnavailableException">This service is root and cannot become somebody else.</exception>
    public static ProcessStartInfo Build(string program, string profile, AgentOptions options)
    {
        List<string> all = [];
        if (OperatingSystem.IsLinux())
        {
            all.AddRange(SandboxUser.Prefix(0, options.Sandbox.User));
        }
        else if (Native.EffectiveUser() == 0)
        {
            throw new SandboxUnavailableException("The browser is never run as root; start this service as a user.");
        }

        all.AddRange(["/bin/sh", "-c", Pipes, "browser"]);
        if (UsesBubblewrap)
        {
            all.AddRange(Isolation(program));
            profile = "/tmp/profile";
        }
        else if (File.Exists(Setpriv))
        {
            // Without bubblewrap it is this that ends the browser when the service is killed.
            all.AddRange([Setpriv, "--pdeathsig", "KILL", "--"]);
        }

        if (File.Exists("/usr/bin/prlimit"))
        {
            all.AddRange(["/usr/bin/prlimit", "--core=0", "--data=" + ((long)options.Web.MaxMemoryMb << 19).ToString(CultureInfo.InvariantCulture)]);
            all.AddRange(UsesBubblewrap ? ["--nproc=" + MaxProcesses.ToString(CultureInfo.InvariantCulture), "--"] : ["--"]);
        }

        all.Add(program);
        all.AddRange(Flags);
        all.Add("--user-data-dir=" + profile);
        var start = new ProcessStartInfo(all[0], all.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["HOME"] = profile;
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        return start;
    }

    public static bool UsesBubblewrap => OperatingSystem.IsLinux() && File.Exists(Bubblewrap);

    private static List<string> Isolation(string program)
    {
        List<string> arguments =
        [
            Bubblewrap, "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            "--hostname", "browser", "--clearenv", "--setenv", "HOME", "/tmp/profile", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8", "--setenv", "TMPDIR", "/tmp",
            "--ro-bind", "/usr", "/usr",
        ];
        foreach (var folder in new[] { "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32" }.Where(Path.Exists))
        {
            arguments.AddRange(new DirectoryInfo(folder).LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder]);
        }

        // Fonts, certificates, the linker's cache and the time zone; of a browser outside /usr also its own folder.
        foreach (var path in new[] { "/etc/fonts", "/etc/ssl", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/var/cache/fontconfig" })
        {
            arguments.AddRange(["--ro-bind-try", path, path]);
        }

        var home = Path.GetDirectoryName(Path.GetFullPath(program))!;
        if (!home.StartsWith("/usr/", StringComparison.Ordinal))
        {
            arguments.AddRange(["--ro-bind", home, home]);
        }

        var size = ((long)ProfileMb << 20).ToString(CultureInfo.InvariantCulture);
        arguments.AddRange(["--proc", "/proc", "--dev", "/dev", "--size", size, "--tmpfs", "/dev/shm", "--size", size, "--tmpfs", "/tmp", "--dir", "/tmp/profile", "--remount-ro", "/", "--"]);
        return arguments;
    }
}
