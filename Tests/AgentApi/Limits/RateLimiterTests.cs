using LocalAi.AgentApi.Limits;
using LocalAi.AgentApi.Tools;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Limits;

public sealed class RateLimiterTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Take_TwoUsers_AreIndependent()
    {
        await using var host = AgentHost.With(null);
        var limiter = host.Get<RateLimiter>();
        var tool = new ProbeTool("execute_bash", Sensitivity.High).Definition;
        for (var i = 0; i < 12; i++)
        {
            (await limiter.TakeAsync("a", tool, None)).Allowed.ShouldBeTrue();
        }

        (await limiter.TakeAsync("a", tool, None)).Allowed.ShouldBeFalse();
        (await limiter.TakeAsync("b", tool, None)).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Take_ParallelCalls_PassesExactlyTheLimit()
    {
        await using var host = AgentHost.With(null);
        var limiter = host.Get<RateLimiter>();
        var tool = new ProbeTool("read_file", Sensitivity.Low).Definition;

        var answers = new System.Collections.Concurrent.ConcurrentBag<bool>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), None, async (_, token) => answers.Add((await limiter.TakeAsync("a", tool, token)).Allowed));

        answers.Count(a => a).ShouldBe(120);
    }

    [Theory]
    [InlineData("read_file", 120)]
    [InlineData("switch_model", 6)]
    [InlineData("git_commit", 12)]
    public async Task Take_WithRedis_CountsExactlyAndForAllNodes(string name, int passes)
    {
        await using var redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        await using var one = AgentHost.With(null, null, ("ConnectionStrings:redis", redis.Connection));
        await using var two = AgentHost.With(null, null, ("ConnectionStrings:redis", redis.Connection));
        var tool = new ProbeTool(name, Sensitivity.Low).Definition;
        await redis.WaitConnectedAsync(one, two);

        var answers = new List<RateDecision>();
        for (var i = 0; i < passes + 3; i++)
        {
            answers.Add(await (i % 2 == 0 ? one : two).Get<RateLimiter>().TakeAsync("a", tool, None));
        }

        answers.ShouldAllBe(a => a.Shared);
        answers.Count(a => a.Allowed).ShouldBe(passes);
        answers[^1].RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        (await two.Get<RateLimiter>().LookAsync("b", tool, None)).Remaining.ShouldBe(passes);
    }

    [Fact]
    public async Task Take_RedisDies_GoesOnInThisProcess()
    {
        var redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        await using var host = AgentHost.With(null, null, ("ConnectionStrings:redis", redis.Connection));
        var tool = new ProbeTool("read_file", Sensitivity.Low).Definition;
        await redis.WaitConnectedAsync(host);
        await redis.DisposeAsync();

        var decision = await host.Get<RateLimiter>().TakeAsync("a", tool, None);

        decision.Allowed.ShouldBeTrue();
        decision.Shared.ShouldBeFalse();
    }
}
