using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace LocalAi.ServiceDefaults;

/// <summary>Runs a service and turns what a user can mend at start into one clear message instead of a stack trace.</summary>
public static class ServiceHost
{
    /// <summary>Builds and runs the service until it is told to stop.</summary>
    /// <returns>0 after an orderly stop; 1 when the configuration is wrong or the port is taken.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (var failure in wrong.Failures)
            {
                await Console.Error.WriteLineAsync("configuration: " + failure);
            }

            return 1;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} Set another port, or stop what holds it.");
            return 1;
        }
    }
}
