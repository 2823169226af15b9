using LocalAi.AgentApi.Rhythm;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

public sealed class UserTaskTests
{
    [Fact]
    public void WhatAUserWrites_BecomesATask()
    {
        var (task, problem) = UserTaskReader.Read(new UserTaskOptions { Name = "backup", At = "02:30", Priority = "low", DependsOn = ["health_check"], Timeout = "01:00:00", Url = "http://127.0.0.1:9/backup", Method = "POST", Body = "{}" });

        problem.ShouldBeNull();
        task.ShouldNotBeNull().Schedule.ShouldBe(TaskSchedule.Daily(new TimeOnly(2, 30)));
        task.Priority.ShouldBe(TaskPriority.Low);
        task.Timeout.ShouldBe(TimeSpan.FromHours(1));
        UserTaskReader.Read(new UserTaskOptions { Name = "t", Every = "1.00:00:00", Url = "https://host/x" }).Task!.Schedule.Interval.ShouldBe(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("", "00:10:00", null, "medium", "http://h/", "GET", "name is ''")]
    [InlineData("a b", "00:10:00", null, "medium", "http://h/", "GET", "name is 'a b'")]
    [InlineData("t", "00:00:00", null, "medium", "http://h/", "GET", "every is '00:00:00'")]
    [InlineData("t", "-00:10:00", null, "medium", "http://h/", "GET", "every is '-00:10:00'")]
    [InlineData("t", "32.00:00:00", null, "medium", "http://h/", "GET", "every is '32.00:00:00'")]
    [InlineData("t", "soon", null, "medium", "http://h/", "GET", "every is 'soon'")]
    [InlineData("t", null, "25:00", "medium", "http://h/", "GET", "at is '25:00'")]
    [InlineData("t", null, "* * * * *", "medium", "http://h/", "GET", "at is '* * * * *'")]
    [InlineData("t", null, null, "medium", "http://h/", "GET", "write one of them")]
    [InlineData("t", "00:10:00", "03:00", "medium", "http://h/", "GET", "write one of them")]
    [InlineData("t", "00:10:00", null, "urgent", "http://h/", "GET", "priority is 'urgent'")]
    [InlineData("t", "00:10:00", null, "1", "http://h/", "GET", "priority is '1'")]
    [InlineData("t", "00:10:00", null, "", "http://h/", "GET", "priority is ''")]
    [InlineData("t", "00:10:00", null, "medium", "file:///etc/passwd", "GET", "url is 'file:///etc/passwd'")]
    [InlineData("t", "00:10:00", null, "medium", "http://me:secret@h/", "GET", "without a password")]
    [InlineData("t", "00:10:00", null, "medium", "/here", "GET", "url is '/here'")]
    [InlineData("t", "00:10:00", null, "medium", "http://h/", "TRACE", "method is 'TRACE'")]
    public void WhatIsWrong_IsRefusedWithTheReason(string name, string? every, string? at, string priority, string url, string method, string expected)
    {
        var options = new UserTaskOptions { Name = name, Every = every, At = at, Priority = priority, Url = url, Method = method };

        var (task, problem) = UserTaskReader.Read(options);

        task.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(expected);
        new RhythmOptionsValidator().Validate(null, new RhythmOptions { Tasks = [options] }).FailureMessage.ShouldNotBeNull().ShouldContain("Rhythm:Tasks:0");
    }

    [Fact]
    public void TheCatalog_RefusesCirclesUnknownNamesAndDoubles()
    {
        Problem(Task("a", "b"), Task("b", "c"), Task("c", "a")).ShouldBe("Tasks depend on each other in a circle: a → b → c → a.");
        Problem(Task("a", "a")).ShouldBe("Tasks depend on each other in a circle: a → a.");
        Problem(Task("a", "nobody")).ShouldBe("a depends on nobody, which is no task.");
        Problem(Task("a"), Task("a")).ShouldBe("There are two tasks named a.");
        Problem([.. Enumerable.Range(0, 1001).Select(i => Task($"t{i}"))]).ShouldBe("There are 1001 tasks; at most 1000 can be scheduled.");
        Problem([.. Enumerable.Range(0, 500).Select(i => i == 0 ? Task("t0") : Task($"t{i}", $"t{i - 1}"))]).ShouldBeNull();
    }

    [Fact]
    public void ALeaseShorterThanTwoTicks_IsRefused() =>
        new RhythmOptionsValidator().Validate(null, new RhythmOptions { TickSeconds = 5, LeaseSeconds = 8 }).FailureMessage.ShouldNotBeNull().ShouldContain("twice TickSeconds");

    [Fact]
    public void TheCensus_FindsZombiesAndTheirParents_WhateverTheirNames()
    {
        using var proc = new TemporaryFolder();
        proc.File("10/stat", "10 (server) S 1 10 10");
        proc.File("11/stat", "11 (a) b) (c) Z 10 10 10");
        proc.File("12/stat", "12 (orphan) Z 9999 10 10");
        proc.File("13/stat", "broken");
        proc.File("self/stat", "10 (server) S 1");

        new ProcessCensus(proc.Path).Zombies().ShouldBe([new Zombie(11, "a) b) (c", "server"), new Zombie(12, "orphan", "nobody")]);
        new ProcessCensus(proc.Path + "/missing").Zombies().ShouldBeEmpty();
    }

    private static string? Problem(params ScheduledTask[] tasks) => TaskCatalog.Problem(tasks);

    private static ScheduledTask Task(string name, params string[] dependsOn) => ProbeTask.Every(name, TimeSpan.FromMinutes(1), TaskPriority.Medium) with { DependsOn = dependsOn };
}
