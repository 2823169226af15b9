using LocalAi.Hosting.Dashboard;
using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Engine;

/// <summary>Runs the dashboard in the host's process.</summary>
internal static class DashboardStarter
{
    public static DashboardServer Create(DashboardSettings settings, TimeProvider time) => new(
        new DashboardOptions { Port = settings.Port, OtlpPort = settings.OtlpPort, Token = settings.Token, OtlpApiKey = settings.ApiKey }, time);

    /// <summary>Starts beside the resources: building it takes CPU time on the caller's thread, so it leaves that first.</summary>
    public static async Task StartAsync(DashboardServer? dashboard, IResourceMonitor monitor, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (dashboard is null)
        {
            return;
        }

        try
        {
            await dashboard.StartAsync(monitor, cancellationToken);
        }
        catch (IOException failure)
        {
            throw new StartException($"{failure.Message} Set Ports__Dashboard or Ports__Otlp to a free port or to 0.");
        }
    }
}
