using LocalAi.AgentApi.Watchers.DuplicateLoops;
using LocalAi.AgentApi.Watchers.LanguageModels;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers;

internal sealed class WatcherOptionsValidator : IValidateOptions<WatcherOptions>
{
    private const int MostServers = 20;

    public ValidateOptionsResult Validate(string? name, WatcherOptions options)
    {
        var failures = new OptionFailures(WatcherOptions.Section);
        var models = options.LanguageModels;
        failures.Range("LanguageModels:IdleCpuSeconds", models.IdleCpuSeconds, 1, 3600);
        failures.Range("LanguageModels:IdleUnloadMinutes", models.IdleUnloadMinutes, 0, 10_080);
        failures.Range("LanguageModels:RestartsPerDay", models.RestartsPerDay, 0, 10);
        failures.Range("LanguageModels:Servers", models.Servers.Length, 0, MostServers);
        CheckServers(failures, models.Servers);
        failures.Range("Containers:UnhealthyMinutes", options.Containers.UnhealthyMinutes, 0, 1440);
        failures.Range("Containers:RestartsPerDay", options.Containers.RestartsPerDay, 0, 24);
        if (options.Containers.RestartLabel.Length is 0 or > 200)
        {
            failures.Add("Containers:RestartLabel", options.Containers.RestartLabel, "a label such as localai.restart");
        }

        failures.Range("Processes:RunawayMinutes", options.Processes.RunawayMinutes, 1, 1440);
        failures.Range("Processes:DuplicateMinutes", options.Processes.DuplicateMinutes, 0, 10_080);
        failures.Range("Processes:Exclude", options.Processes.Exclude.Length, 0, 200);
        failures.Range("Schedules:Exports", options.Schedules.Exports.Length, 0, ScheduleSources.MostExports);
        return failures.Result;
    }

    private static void CheckServers(OptionFailures failures, LanguageServerOptions[] servers)
    {
        for (var i = 0; i < servers.Length; i++)
        {
            var (server, key) = (servers[i], $"LanguageModels:Servers:{i}");
            if (server.Name.Length is 0 or > 50 || !server.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                failures.Add($"{key}:Name", server.Name, "1 to 50 letters, digits, '-' and '_'");
            }
            else if (servers.Count(s => s.Name.Equals(server.Name, StringComparison.OrdinalIgnoreCase)) > 1)
            {
                failures.Add($"{key}:Name", server.Name, "a name that no other server has");
            }

            if (ServerKinds.Parse(server.Kind) is null)
            {
                failures.Add($"{key}:Kind", server.Kind, "lmstudio, llama or ollama");
            }

            failures.HttpUrl($"{key}:Url", server.Url);
            if (server.MemoryLimitMb is < 1)
            {
                failures.Add($"{key}:MemoryLimitMb", server.MemoryLimitMb, "a number of megabytes, or nothing");
            }
        }
    }
}
