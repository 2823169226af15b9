using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.Contracts.Gateway;

namespace LocalAi.Tests.Rhythm;

public sealed class RoutingAdviceTests
{
    [Fact]
    public void WhatRunsWell_NeedsNoAdvice() =>
        RoutingAdvice.For([Model(Route("llm", "ready"), Route("ollama", "ready"))], [Upstream("llm"), Upstream("ollama")], [Used("llm", 100, 1, 400), Used("ollama", 100, 0, 300)]).ShouldBeEmpty();

    [Fact]
    public void AnUpstreamThatIsAway_IsNamedWithTheSettingAndTheOneThatAnswers() =>
        RoutingAdvice.For([Model(Route("lmstudio", "unreachable", "refused"), Route("llm", "ready"))], [Upstream("lmstudio"), Upstream("llm")], [])
            .ShouldBe(["chat-7b is tried on lmstudio first, which is unreachable (refused): start it, or set Gateway:Models:chat-7b:0:Upstream to llm."]);

    [Fact]
    public void AnOpenBreaker_IsPassedOver() =>
        RoutingAdvice.For([Model(Route("llm", "ready"), Route("ollama", "ready"))], [Upstream("llm", breaker: "open"), Upstream("ollama")], []).ShouldHaveSingleItem()
            .ShouldStartWith("llm fails so often that chat-7b passes it over (breaker open): set Gateway:Models:chat-7b:0:Upstream to ollama");

    [Fact]
    public void NoUpstreamAtAll_IsSaid() =>
        RoutingAdvice.For([Model(Route("llm", "missing", "no such file."))], [Upstream("llm")], []).ShouldBe(
            ["No upstream answers chat-7b: start llm (no such file), or add one under Gateway:Models:chat-7b."]);

    [Fact]
    public void AMuchFasterUpstream_IsPreferred_ButNotOnTwentyRequestsLess()
    {
        var model = Model(Route("llm", "ready"), Route("ollama", "ready"));
        RoutingAdvice.For([model], [Upstream("llm"), Upstream("ollama")], [Used("llm", 50, 0, 900), Used("ollama", 19, 0, 200)]).ShouldBeEmpty();
        RoutingAdvice.For([model], [Upstream("llm"), Upstream("ollama")], [Used("llm", 50, 0, 900), Used("ollama", 20, 0, 200)]).ShouldHaveSingleItem()
            .ShouldContain("ollama gives its first token after 200 ms, llm after 900 ms: set Gateway:Models:chat-7b:0:Upstream to ollama");
    }

    [Fact]
    public void ErrorsAndFullSlots_AreNamedWithTheirSettings()
    {
        var advice = RoutingAdvice.For([], [Upstream("llm", slots: 2, active: 2, queued: 5)], [Used("llm", 100, 20, null)]);

        advice[0].ShouldContain("llm failed 20 of 100 requests in the last day");
        advice[1].ShouldContain("raise Gateway:Upstreams:llm:Slots");
    }

    private static GatewayModel Model(params GatewayModelUpstream[] routes) => new("chat-7b", true, routes);

    private static GatewayModelUpstream Route(string upstream, string state, string? detail = null) => new(upstream, "m", state, detail);

    private static UpstreamState Upstream(string name, string breaker = "closed", int slots = 4, int active = 0, int queued = 0) =>
        new() { Name = name, Provider = "llama.cpp", Endpoint = "http://127.0.0.1:1/", State = "ready", Breaker = breaker, Slots = slots, Active = active, Queued = queued };

    private static UsageRow Used(string group, long requests, long errors, double? firstToken) => new() { Group = group, Requests = requests, Errors = errors, FirstTokenMs = firstToken };
}
