using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.AgentApi.Watchers.Junk;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm;

internal sealed class RhythmOptionsValidator : IValidateOptions<RhythmOptions>
{
    public ValidateOptionsResult Validate(string? name, RhythmOptions options)
    {
        var failures = new OptionFailures(RhythmOptions.Section);
        failures.OneOf(nameof(options.Policy), options.Policy, "steady", "literal");
        failures.Range(nameof(options.TickSeconds), options.TickSeconds, 0.2, 10);
        failures.Range(nameof(options.LeaseSeconds), options.LeaseSeconds, 2, 60);
        failures.Range(nameof(options.SampleSeconds), options.SampleSeconds, 1, 60);
        if (options.LeaseSeconds < options.TickSeconds * 2)
        {
            failures.Add(nameof(options.LeaseSeconds), options.LeaseSeconds, "at least twice TickSeconds, else a leader loses its lead between two ticks");
        }

        if (options.Node.Length > 100)
        {
            failures.Add(nameof(options.Node), options.Node, "at most 100 characters");
        }

        if (options.TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            failures.Add(nameof(options.TimeZone), options.TimeZone, "a time zone such as Asia/Seoul, or nothing for the machine's");
        }

        for (var i = 0; i < options.Tasks.Length; i++)
        {
            if (UserTaskReader.Read(options.Tasks[i]).Problem is { } problem)
            {
                failures.Add($"{nameof(options.Tasks)}:{i}", options.Tasks[i].Name, problem);
            }
        }

        AlertOptionsRules.Check(options.Alerts, failures);
        JunkOptionsRules.Check(options.Junk, failures);
        return failures.Result;
    }
}
