using System.Globalization;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>Turns what a user wrote into a task, or says what is wrong with it.</summary>
internal static class UserTaskReader
{
    private const int MostDependencies = 50;

    /// <summary>The task and null, or null and one sentence that names the field, its value and what to write.</summary>
    public static (ScheduledTask? Task, string? Problem) Read(UserTaskOptions options)
    {
        var name = options.Name;
        if (name.Length is 0 or > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return Problem($"A task's name is '{Shorten(name)}'; write 1 to 100 letters, digits, '-' and '_'.");
        }

        if (Schedule(options) is not { } schedule)
        {
            return Problem($"{name}: every is '{options.Every}' and at is '{options.At}'; write one of them: every as hh:mm:ss (1 second to 31 days), or at as HH:mm.");
        }

        if (!Enum.TryParse<TaskPriority>(options.Priority, ignoreCase: true, out var priority) || !Enum.IsDefined(priority) || char.IsAsciiDigit(options.Priority[0]))
        {
            return Problem($"{name}: the priority is '{Shorten(options.Priority)}'; write critical, high, medium or low.");
        }

        if (!TimeSpan.TryParse(options.Timeout, CultureInfo.InvariantCulture, out var timeout))
        {
            return Problem($"{name}: the timeout is '{Shorten(options.Timeout)}'; write hh:mm:ss.");
        }

        if (options.DependsOn.Length > MostDependencies)
        {
            return Problem($"{name}: depends_on has {options.DependsOn.Length} names; write at most {MostDependencies}.");
        }

        if (UserTaskWork.Problem(options) is { } problem)
        {
            return Problem($"{name}: {problem}");
        }

        return (new ScheduledTask
        {
            Name = name,
            Priority = priority,
            Schedule = schedule,
            DependsOn = options.DependsOn,
            Timeout = timeout,
            Tolerance = options.Tolerance,
        }, null);
    }

    private static TaskSchedule? Schedule(UserTaskOptions options) => options switch
    {
        { Every: { } every, At: null } when TimeSpan.TryParse(every, CultureInfo.InvariantCulture, out var interval)
            && interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromDays(31) => TaskSchedule.Every(interval),
        { Every: null, At: { } at } when TimeOnly.TryParseExact(at, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => TaskSchedule.Daily(time),
        _ => null,
    };

    private static (ScheduledTask? Task, string? Problem) Problem(string problem) => (null, problem);

    private static string Shorten(string value) => value.Length > 100 ? value[..100] + "…" : value;
}
