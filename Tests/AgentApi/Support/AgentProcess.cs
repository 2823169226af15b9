using System.Diagnostics;
using System.Globalization;
using LocalAi.AgentApi;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Support;

/// <summary>The agent service as a process of its own, which a test can kill.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process _process;

    private AgentProcess(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address };
        Agent = new AgentClient(Http);
    }

    public HttpClient Http { get; }

    public AgentClient Agent { get; }

    /// <summary>Starts it and waits until it answers with its database migrated.</summary>
    public static async Task<AgentProcess> StartAsync(string home, IEnumerable<(string Key, string Value)> settings, CancellationToken cancellationToken)
    {
        var address = $"http://127.0.0.1:{PostgresServer.FreePort().ToString(CultureInfo.InvariantCulture)}";
        var start = new ProcessStartInfo("dotnet", [typeof(AgentOptions).Assembly.Location, "--urls", address]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        foreach (var (key, value) in settings.Append(("HOME", home)).Append(("LOCALAI_DATA", home)))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var agent = new AgentProcess(process, new Uri(address));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            // Twice the usual patience: a whole service starts.
            try
            {
                await Eventually.TrueAsync(agent.AnswersAsync, "the service starts", cancellationToken);
                break;
            }
            catch (Xunit.Sdk.FailException) when (attempt == 0)
            {
            }
        }

        return agent;
    }

    /// <summary>SIGKILL to the service alone: nothing of it gets to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await Http.GetAsync("sessions");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
