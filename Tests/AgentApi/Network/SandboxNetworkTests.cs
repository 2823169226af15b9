using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.AgentApi.Network;

/// <summary>What a program with network reaches, and what it does not.</summary>
public sealed class SandboxNetworkTests(NetworkHost net) : IClassFixture<NetworkHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Port => net.Site.Port.ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("curl -s --max-time 20 http://127.0.0.1:{port}/hello")]
    [InlineData("curl -s --max-time 20 http://site.test:{port}/hello")]
    [InlineData("curl -s --max-time 20 -p http://site.test:{port}/hello")]
    [InlineData("curl -s --max-time 20 http://site.test:{port}/moved -L")]
    [InlineData("python3 -c 'import urllib.request as u; print(u.urlopen(\"http://site.test:{port}/hello\", timeout=20).read().decode())'")]
    [InlineData("git ls-remote http://site.test:{port}/repo.git 2>&1 | grep -q 'not found' && echo 'hello from the site'")]
    public async Task Program_WithNetwork_ReachesAllowedSite(string command)
    {
        net.Site.Page("/hello", "hello from the site");
        net.Site.Redirect("/moved", $"http://127.0.0.1:{Port}/hello");
        var answer = await net.BashAsync(command.Replace("{port}", Port, StringComparison.Ordinal));
        answer.Text.ShouldContain("hello from the site");
        answer.Text.ShouldContain("[network: reached ");
        answer.Untrusted.ShouldBeTrue();
    }

    [Fact]
    public async Task PythonAndRunCommand_WithNetwork_ReachAllowedSite()
    {
        var url = net.Site.Page("/hello", "hello from the site");
        (await net.ApprovedAsync("execute_python", new { code = $"import urllib.request as u\nprint(u.urlopen('{url}').read().decode())", network = true })).Text.ShouldContain("hello from the site");
        (await net.ApprovedAsync("run_command", new { program = "curl", args = new[] { "-s", url }, network = true })).Text.ShouldContain("hello from the site");
    }

    [Fact]
    public async Task Program_Sends_AndTheSiteGetsIt()
    {
        var got = "";
        var url = net.Site.On("/take", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            got = await reader.ReadToEndAsync(Token);
            await context.Response.WriteAsync("taken", Token);
        });
        (await net.BashAsync($"curl -s --data-binary 'two words' {url}")).Text.ShouldContain("taken");
        got.ShouldBe("two words");
    }

    [Theory]
    [InlineData("http://127.0.0.1:{trap}/")]
    [InlineData("http://localhost:{trap}/")]
    [InlineData("http://[::1]:{trap}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{trap}/")]
    [InlineData("http://0.0.0.0:{trap}/")]
    [InlineData("http://2130706433:{trap}/")]
    [InlineData("http://0x7f.1:{trap}/")]
    [InlineData("http://0177.0.0.1:{trap}/")]
    [InlineData("http://rebind.test:{trap}/")]
    [InlineData("http://flip.test:{trap}/")]
    [InlineData("http://mixed.test:{trap}/")]
    [InlineData("http://site.test:{trap}/")]
    [InlineData("http://127.0.0.1:8020/health")]
    [InlineData("http://127.0.0.1:5432/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://metadata.test/computeMetadata/v1/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://user:secret@127.0.0.1:{trap}/")]
    [InlineData("http://93.184.216.34:22/")]
    [InlineData("http://93.184.216.34:25/")]
    public async Task Address_NotPublic_IsRefusedByRequestTunnelAndRedirect(string address)
    {
        net.Resolver.Answer("localhost", "127.0.0.1");
        net.Resolver.Answer("rebind.test", "127.0.0.1");
        net.Resolver.Answer("flip.test", "127.0.0.1", "93.184.216.34", "127.0.0.1");
        net.Resolver.Answer("mixed.test", "93.184.216.34,127.0.0.1");
        net.Resolver.Answer("metadata.test", "169.254.169.254");
        var url = address.Replace("{trap}", net.Trap.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        net.Site.Redirect("/away", url);

        // As it is, without the client's own normalization, as a tunnel, and behind a redirect of the allowed site.
        var authority = url.Split('/')[2];
        var answer = await net.BashAsync(
            $$"""
            curl -s -o out --max-time 20 -w 'plain %{http_code}\n' '{{url}}'
            exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET {{url}} HTTP/1.1\r\nHost: {{authority}}\r\n\r\n' >&3; timeout 20 head -1 <&3 | sed 's/^/raw /'
            exec 4<>/dev/tcp/127.0.0.1/3128; printf 'CONNECT {{authority}} HTTP/1.1\r\n\r\n' >&4; timeout 20 head -1 <&4 | sed 's/^/tunnel /'
            curl -s -L -o out --max-time 20 -w 'moved %{http_code}\n' 'http://127.0.0.1:{{Port}}/away'
            """);

        answer.Text.ShouldNotContain(" 200");
        answer.Text.ShouldMatch("plain (403|502|400|000)");
        answer.Text.ShouldMatch("raw HTTP/1.1 (403|502|400)");
        answer.Text.ShouldMatch("tunnel HTTP/1.1 (403|502|400)");
        net.Trap.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("curl -s --noproxy '*' --max-time 5 http://127.0.0.1:{port}/hello")]
    [InlineData("curl -s --noproxy '*' --max-time 5 http://93.184.216.34/")]
    [InlineData("exec 3<>/dev/tcp/127.0.0.1/{port}")]
    [InlineData("exec 3<>/dev/tcp/1.1.1.1/443")]
    [InlineData("exec 3<>/dev/udp/8.8.8.8/53 && echo x >&3 && timeout 1 head -c1 <&3 | grep .")]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_UNIX)'")]
    [InlineData("python3 -c 'import socket; socket.getaddrinfo(\"example.com\", 80)'")]
    [InlineData("ls -l /proc/self/fd /proc/$$/fd | grep -v ' 3 ->' | grep socket")]
    [InlineData("unshare -rn true")]
    public async Task Program_WithNetwork_HasNoWayBesideTheProxy(string command)
    {
        var before = net.Site.Requests.Count;
        var answer = await net.BashAsync(command.Replace("{port}", Port, StringComparison.Ordinal), 20);
        answer.Text.ShouldNotStartWith("exit code 0\n");
        net.Site.Requests.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("GET http:///x HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("GET file:///etc/passwd HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("GET ftp://site.test/ HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("GET http://site.test/ HTTP/2.0\\r\\n\\r\\n", "400")]
    [InlineData("GET  http://site.test/ HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("CONNECT 127.0.0.1 HTTP/1.1\\r\\n\\r\\n", "403")]
    [InlineData("CONNECT :443 HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("CONNECT site.test:99999 HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("CONNECT site.test:-1 HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("CONNECT 127.0.0.1:443#@93.184.216.34:443 HTTP/1.1\\r\\n\\r\\n", "403")]
    [InlineData("CONNECT evil@127.0.0.1:443 HTTP/1.1\\r\\n\\r\\n", "400")]
    [InlineData("CONNECT /var/run/docker.sock HTTP/1.1\\r\\n\\r\\n", "400")]
    public async Task Request_OfAnotherShape_IsRefused(string request, string status)
    {
        var answer = await net.BashAsync($"exec 3<>/dev/tcp/127.0.0.1/3128; printf '{request}' >&3; timeout 20 head -1 <&3");
        answer.Text.ShouldContain("HTTP/1.1 " + status);
    }

    [Fact]
    public async Task Call_WithoutNetwork_HasNoProxy()
    {
        var answer = await net.ApprovedAsync("execute_bash", new { command = "env | grep -i proxy; exec 3<>/dev/tcp/127.0.0.1/3128 && echo open", network = false });
        answer.Text.ShouldNotContain("3128/", Case.Insensitive);
        answer.Text.ShouldNotContain("PROXY=");
        answer.Text.ShouldNotContain("open\n");
        answer.Text.ShouldContain("Connection refused");
        answer.Untrusted.ShouldBeFalse();
    }

    [Fact]
    public async Task Call_Ended_LeavesNothingThatGoesOn()
    {
        var url = net.Site.Page("/late", "late");
        var mark = "localai-late-" + Guid.NewGuid().ToString("N");
        await net.BashAsync($"nohup setsid bash -c 'sleep 1; curl -s {url}; sleep 300' {mark} >/dev/null 2>&1 & disown; echo left");
        await Task.Delay(2500, Token);
        net.Site.Requests.ShouldNotContain("/late");
        Directory.GetDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0]) && File.Exists(d + "/cmdline") && Read(d + "/cmdline").Contains(mark, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_TimedOutInTheMiddle_EndsItsConnections()
    {
        var gone = new TaskCompletionSource();
        var url = net.Site.On("/endless", async context =>
        {
            await context.Response.WriteAsync("begun", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            gone.SetResult();
        });
        var answer = await net.BashAsync($"curl -sN {url}", seconds: 2);
        answer.Text.ShouldContain("ended by the time limit");
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Theory]
    [InlineData("curl -s --max-time 30 {url}/download -o big; stat -c %s big")]
    [InlineData("head -c 20M /dev/zero > up; curl -s --max-time 30 --data-binary @up {url}/upload")]
    public async Task Traffic_BeyondTheLimit_IsCut(string command)
    {
        await using var small = await net.StartAsync(("Agent:Sandbox:NetworkMb", "1"));
        var taken = 0L;
        var chunk = new byte[64 * 1024];
        net.Site.On("/download", async context =>
        {
            for (var i = 0; i < 320; i++)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                Interlocked.Add(ref taken, chunk.Length);
            }
        });
        net.Site.On("/upload", async context =>
        {
            for (int read; (read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0;)
            {
                Interlocked.Add(ref taken, read);
            }
        });
        var answer = await net.ApprovedAsync("execute_bash", new { command = command.Replace("{url}", $"http://127.0.0.1:{Port}", StringComparison.Ordinal) + $"; curl -s -o /dev/null -w 'then %{{http_code}}' http://127.0.0.1:{Port}/hello", network = true }, host: small);
        answer.Text.ShouldContain("then 502");
        answer.Text.ShouldContain("more than it may");

        // What the kernel's buffers hold on the way comes on top.
        taken.ShouldBeLessThan(12 << 20);
    }

    [Fact]
    public async Task Connections_ManyAtOnce_AreBounded_AndTheServiceGoesOn()
    {
        net.Site.Page("/hello", "hello from the site");
        var answer = await net.BashAsync(
            "python3 -c 'import socket; s=[socket.create_connection((\"127.0.0.1\",3128)) for _ in range(120)]; print(len(s))'; for i in 1 2 3; do curl -s --max-time 20 http://127.0.0.1:" + Port + "/hello; done");
        answer.Text.ShouldContain("hello from the sitehello from the sitehello from the site");
        (await net.Host.Http().GetAsync("health", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
