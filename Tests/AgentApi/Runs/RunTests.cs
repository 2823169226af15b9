using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Runs;

public sealed class RunTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly ProbeTool _low = new("probe_low", Sensitivity.Low);
    private readonly ProbeTool _high = new("probe_high", Sensitivity.High);
    private AgentHost? _host;
    private string _connection = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _connection = await postgres.CreateDatabaseAsync(Token);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Run_PlainAnswer_StreamsAndIsKept()
    {
        await using var model = await HostAsync("안녕하세요, 무엇을 도와드릴까요?");
        var events = await RunAsync(new { message = "hi" });

        string.Concat(events.Where(e => e.Kind == "delta").Select(e => e.Body.GetProperty("text").GetString())).ShouldBe("안녕하세요, 무엇을 도와드릴까요?");
        events[^1].Kind.ShouldBe("done");
        events.Select(e => e.Number).ShouldBe(Enumerable.Range(1, events.Count));
        var session = await SessionAsync(events);
        session.Messages.Select(m => m.Role).ShouldBe(["user", "assistant"]);
    }

    [Fact]
    public async Task Run_ToolCalls_RunThroughThePipelineAndGoBackToTheModel()
    {
        await using var model = await HostAsync("call probe_low {\"command\":\"a\"}\ncall probe_low {\"command\":\"b\"}", "finished");
        var events = await RunAsync(new { message = "do it" });

        events.Select(e => e.Kind).ShouldBe(["run", "usage", "tool_call", "tool_call", "tool_result", "tool_result", "delta", "usage", "done"]);
        var second = model.Requests[1].GetProperty("messages").EnumerateArray().ToList();
        second.Count(m => m.GetProperty("role").GetString() == "tool").ShouldBe(2);
        second[^1].GetProperty("content").GetString().ShouldBe("done: b");
        (await _host!.Agent().GetAuditAsync(null, 10, Token)).Entries.Select(e => e.Transport).ShouldBe(["agent", "agent"]);
    }

    [Fact]
    public async Task Run_HighTool_WaitsForApprovalAndGoesOn()
    {
        await using var model = await HostAsync("call probe_high {\"command\":\"x\"}", "finished");
        var run = RunAsync(new { message = "do it" });
        var open = await UntilAsync(async () => (await _host!.Agent().ListApprovalsAsync("pending", Token)).Approvals is [var first, ..] ? first : null);
        _high.Runs.ShouldBe(0);
        await _host!.Agent().DecideAsync(open.Id, new ApprovalDecision { Decision = "approve" }, Token);

        var events = await run;
        events.Select(e => e.Kind).ShouldBe(["run", "usage", "tool_call", "approval_required", "tool_result", "delta", "usage", "done"]);
        _high.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Run_DeniedTool_TellsTheModel()
    {
        await using var model = await HostAsync("call probe_high {\"command\":\"x\"}", "I understand");
        var run = RunAsync(new { message = "do it" });
        var open = await UntilAsync(async () => (await _host!.Agent().ListApprovalsAsync("pending", Token)).Approvals is [var first, ..] ? first : null);
        await _host!.Agent().DecideAsync(open.Id, new ApprovalDecision { Decision = "deny", Reason = "too risky" }, Token);

        await run;
        _high.Runs.ShouldBe(0);
        model.Requests[1].GetRawText().ShouldContain("too risky");
    }

    [Theory]
    [InlineData("call nothing {}", "There is no such tool")]
    [InlineData("call probe_low {\"count\":99}", "count must be at most 9")]
    [InlineData("call probe_low {broken", "not a JSON object")]
    [InlineData("call probe_low [1]", "not a JSON object")]
    [InlineData("call probe_low {\"count\":1,\"count\":2}", "not a JSON object")]
    [InlineData("call probe_low {\"\\udc00\":1}", "not a JSON object")]
    public async Task Run_BadCall_TellsTheModelAndGoesOn(string call, string expected)
    {
        await using var model = await HostAsync(call, "finished");
        var events = await RunAsync(new { message = "do it" });
        events[^1].Kind.ShouldBe("done");
        model.Requests[1].GetRawText().ShouldContain(expected);
    }

    [Theory]
    [InlineData("max_turns", 2, "max_turns")]
    [InlineData("max_tokens", 100, "max_tokens")]
    [InlineData("max_tool_calls", 3, "max_tool_calls")]
    public async Task Run_OverALimit_EndsAndSaysWhich(string limit, int value, string code)
    {
        await using var model = await HostAsync([.. Enumerable.Repeat("call probe_low {}", 40)]);
        var events = await RunAsync(new Dictionary<string, object> { ["message"] = "do it", [limit] = value });
        events[^1].Kind.ShouldBe("error");
        events[^1].Body.GetProperty("code").GetString().ShouldBe(code);
        _low.Runs.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Run_ToolsThatKeepFailing_End()
    {
        await using var model = await HostAsync([.. Enumerable.Repeat("call nothing {}", 20)]);
        (await RunAsync(new { message = "do it" }))[^1].Body.GetProperty("code").GetString().ShouldBe("tool_errors");
    }

    [Fact]
    public async Task Run_NoModel_SaysWhatTheGatewaySays()
    {
        await using var model = await HostAsync("503");
        var end = (await RunAsync(new { message = "hi" }))[^1];
        end.Kind.ShouldBe("error");
        end.Body.GetProperty("message").GetString()!.ShouldContain("models folder");
    }

    [Fact]
    public async Task Run_TwiceInOneSession_IsAConflict_CancelFreesIt()
    {
        await using var model = await HostAsync("hang", "second");
        using var first = await StartAsync(new { message = "one" });
        var id = Guid.Parse(first.Headers.Location!.ToString().Split('/')[^1]);
        var state = await _host!.Http().GetFromJsonAsync<JsonElement>($"agent/runs/{id}", Token);
        var session = state.GetProperty("session_id").GetGuid();

        using var second = await StartAsync(new { message = "two", session_id = session });
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var cancelled = await _host.Http().PostAsync($"agent/runs/{id}/cancel", null, Token);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(first))[^1].Body.GetProperty("code").GetString().ShouldBe("cancelled");
        (await RunAsync(new { message = "three", session_id = session }))[^1].Kind.ShouldBe("done");
    }

    [Fact]
    public async Task Run_SameIdempotencyKey_RunsOnce()
    {
        await using var model = await HostAsync("once", "twice");
        var first = await RunAsync(new { message = "hi", idempotency_key = "k" });
        var again = await RunAsync(new { message = "hi", idempotency_key = "k" });
        again.Select(e => e.Number).ShouldBe(first.Select(e => e.Number));
        model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_SameIdempotencyKeyManyTimesAtOnce_RunsOnce_InOneSession()
    {
        await using var model = await HostAsync("once", "twice", "thrice", "again");
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync(new { message = "hi", idempotency_key = "k" })));
        all.Select(events => events[0].Body.GetRawText()).Distinct().ShouldHaveSingleItem();
        model.Requests.Count.ShouldBe(1);
        (await _host!.Http().GetFromJsonAsync<JsonElement>("sessions", Token)).GetProperty("sessions").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Run_SameIdempotencyKeyManyTimesAtOnceInAKnownSession_RunsOnce()
    {
        await using var model = await HostAsync("first", "once", "twice", "thrice");
        var session = (await RunAsync(new { message = "hello" }))[0].Body.GetProperty("session_id").GetGuid();
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync(new { message = "hi", idempotency_key = "k", session_id = session })));
        all.Select(events => events[0].Body.GetRawText()).Distinct().ShouldHaveSingleItem();
        model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Run_SentAgain_LeavesNoEmptySession()
    {
        await using var model = await HostAsync("once", "twice");
        await RunAsync(new { message = "hi", idempotency_key = "k" });
        await RunAsync(new { message = "hi", idempotency_key = "k" });
        (await _host!.Http().GetFromJsonAsync<JsonElement>("sessions", Token)).GetProperty("sessions").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Run_IdempotencyKeyOfAnotherMessage_IsRefused_AndOfAnotherUserIsHisOwn()
    {
        await using var model = await HostAsync("once", "twice");
        await RunAsync(new { message = "hi", idempotency_key = "k" });
        using var other = await StartAsync(new { message = "delete everything", idempotency_key = "k" });
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("field").GetString().ShouldBe("idempotency_key");
        using var bens = await StartAsync(new { message = "hi", idempotency_key = "k" }, "key-ben");
        await ReadAsync(bens);
        model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Events_AfterANumber_GoOnFromThere()
    {
        await using var model = await HostAsync("call probe_low {}", "finished");
        using var response = await StartAsync(new { message = "hi" });
        var all = await ReadAsync(response);
        var id = response.Headers.Location!.ToString().Split('/')[^1];
        using var rest = await _host!.Http().GetAsync($"agent/runs/{id}/events?after=3", Token);
        (await ReadAsync(rest)).Select(e => e.Number).ShouldBe(all.Select(e => e.Number).Where(n => n > 3));
    }

    [Fact]
    public async Task Run_OfAnotherUser_IsNotFound()
    {
        await using var model = await HostAsync("hi");
        using var mine = await StartAsync(new { message = "hi" }, "key-amy");
        await ReadAsync(mine);
        var path = mine.Headers.Location!.ToString();
        foreach (var url in (string[])[path, path + "/events"])
        {
            using var stolen = await _host!.Http("key-ben").GetAsync(url, Token);
            stolen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        var session = (await _host!.Http("key-amy").GetFromJsonAsync<JsonElement>("sessions", Token)).GetProperty("sessions")[0].GetProperty("id").GetGuid();
        using var joined = await StartAsync(new { message = "x", session_id = session }, "key-ben");
        joined.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var read = await _host.Http("key-ben").GetAsync($"sessions/{session}", Token);
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"message":""}""", "message")]
    [InlineData("""{"message":"x","model":"gpt-4"}""", "model")]
    [InlineData("""{"message":"x","max_turns":0}""", "max_turns")]
    [InlineData("""{"message":"x","max_tokens":99999999}""", "max_tokens")]
    [InlineData("""{"message":"x","toolsets":["evil"]}""", "toolsets")]
    [InlineData("""{"message":"x","idempotency_key":""}""", "idempotency_key")]
    public async Task Start_BadRequest_NamesTheField(string body, string field)
    {
        await using var model = await HostAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _host!.Http().PostAsync("agent/runs", content, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("field").GetString().ShouldBe(field);
    }

    [Theory]
    [InlineData(false, "finished", 0)]
    [InlineData(true, "interrupted", 0)]
    public async Task Run_LeftByACrash_GoesOnWithoutRepeatingTools(bool toolsStarted, string expected, int least)
    {
        // What a killed service leaves: a run whose lease has run out, its last message calling a tool.
        await using var model = await HostAsync("finished");
        await using var connection = await _host!.Get<Database>().OpenAsync(Token);
        await using var left = new Npgsql.NpgsqlCommand(
            $$"""
            INSERT INTO agent.sessions (user_name, id) VALUES ('default', '00000000-0000-0000-0000-00000000000a');
            INSERT INTO agent.messages (user_name, session_id, position, role, content, tool_calls) VALUES
              ('default', '00000000-0000-0000-0000-00000000000a', 1, 'user', 'do it', NULL),
              ('default', '00000000-0000-0000-0000-00000000000a', 2, 'assistant', NULL, '[{"id":"c1","type":"function","function":{"name":"probe_low","arguments":"{}"} }]');
            INSERT INTO agent.runs (user_name, id, session_id, role, status, request, turns, tools_started, lease_until, deadline, created_at) VALUES
              ('default', '00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000a', 'admin', 'running', '{"message":"do it"}', 1, {{toolsStarted}}, now() - interval '1 minute', now() + interval '1 hour', now());
            """,
            connection);
        await left.ExecuteNonQueryAsync(Token);

        using var follow = await _host.Http().GetAsync("agent/runs/00000000-0000-0000-0000-00000000000b/events", Token);
        (await ReadAsync(follow))[^1].Kind.ShouldBe("done");
        _low.Runs.ShouldBe(toolsStarted ? 0 : 1);
        _ = least;
        (model.Requests[0].GetRawText() + "finished").ShouldContain(expected);
    }

    [Fact]
    public async Task Run_LongConversation_IsSummarizedWithoutTearingCallsFromResults()
    {
        await using var model = await HostAsync(
            [.. Enumerable.Range(0, 6).SelectMany(i => (string[])[$"call probe_low {{\"command\":\"{new string('x', 150)}\"}}", new string('y', 1200)]), "THE SUMMARY", "the end"], ("Agent:ContextTokens", "1500"));
        Guid? session = null;
        for (var i = 0; i < 8 && !model.Requests.Any(r => r.GetRawText().Contains("Summarize the conversation", StringComparison.Ordinal)); i++)
        {
            var events = await RunAsync(session is null ? new { message = "turn" } : new { message = "turn", session_id = session });
            session = events[^1].Body.GetProperty("session_id").GetGuid();
        }

        var last = model.Requests[^1].GetProperty("messages").EnumerateArray().ToList();
        last[0].GetProperty("content").GetString()!.ShouldContain("Summary of the conversation");
        last[1].GetProperty("role").GetString().ShouldBe("user");
        var calls = last.Where(m => m.TryGetProperty("tool_calls", out _)).SelectMany(m => m.GetProperty("tool_calls").EnumerateArray().Select(c => c.GetProperty("id").GetString())).ToList();
        last.Where(m => m.GetProperty("role").GetString() == "tool").Select(m => m.GetProperty("tool_call_id").GetString()).ShouldBe(calls);
    }

    private async Task<ScriptedModel> HostAsync(params string[] lines) => await HostAsync(lines, []);

    private async Task<ScriptedModel> HostAsync(string[] lines, params (string, string)[] settings)
    {
        var model = await ScriptedModel.StartAsync(lines);
        _host = AgentHost.With(_connection, s => AgentHost.Add(s, _low, _high), [("services:gateway:http:0", model.Url), .. settings]);
        await _host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(30), Token);
        return model;
    }

    private async Task<HttpResponseMessage> StartAsync(object request, string? key = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "agent/runs") { Content = JsonContent.Create(request) };
        return await _host!.Http(key).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    private async Task<List<Event>> RunAsync(object request)
    {
        using var response = await StartAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(Token));
        return await ReadAsync(response);
    }

    private static async Task<List<Event>> ReadAsync(HttpResponseMessage response)
    {
        var events = new List<Event>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(Token)).EnumerateAsync(Token))
        {
            events.Add(new Event(int.Parse(item.EventId!), item.EventType, JsonElement.Parse(item.Data)));
        }

        return events;
    }

    private async Task<SessionDetail> SessionAsync(List<Event> events) =>
        (await _host!.Http().GetFromJsonAsync<SessionDetail>($"sessions/{events[^1].Body.GetProperty("session_id").GetGuid()}", ToolJson.Options, Token))!;

    private static async Task<T> UntilAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        for (var i = 0; i < 400; i++)
        {
            if (await find() is { } found)
            {
                return found;
            }

            await Task.Delay(25, Token);
        }

        throw new TimeoutException("It did not appear in 10 s.");
    }

    private sealed record Event(int Number, string Kind, JsonElement Body);
}
