// Sampling and roots are deprecated by the newest revision; the suite still asks for them as input requests.
#pragma warning disable MCP9005, MCP9003, MCP9004, MCP9002, MCP9001, MCP9006, MCP9007, MCPEXP001, MCPEXP002, CS0618
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.Tests.AgentApi.Mcp.Conformance;

/// <summary>Tools that ask the client for input by <c>input_required</c>.</summary>
internal static class FixtureInputTools
{
    private static readonly byte[] StateKey = RandomNumberGenerator.GetBytes(32);

    public static IEnumerable<McpServerTool> All()
    {
        yield return FixtureTools.Tool("test_input_required_result_elicitation", Elicitation);
        yield return FixtureTools.Tool("test_input_required_result_sampling", (RequestContext<CallToolRequestParams> context) =>
            Response(context.Params!, "capital_question") is { } answer
                ? "Answer: " + string.Concat(answer.Deserialize(InputResponse.CreateMessageResultJsonTypeInfo)!.Content.OfType<TextContentBlock>().Select(t => t.Text))
                : throw Ask(null, ("capital_question", InputRequest.ForSampling(Sampling("What is the capital of France?", 100)))));
        yield return FixtureTools.Tool("test_input_required_result_list_roots", (RequestContext<CallToolRequestParams> context) =>
            Response(context.Params!, "client_roots") is { } answer
                ? "Roots: " + string.Join(", ", answer.Deserialize(InputResponse.ListRootsResultJsonTypeInfo)!.Roots.Select(r => r.Uri))
                : throw Ask(null, ("client_roots", InputRequest.ForRootsList(new ListRootsRequestParams()))));
        yield return FixtureTools.Tool("test_input_required_result_request_state", (RequestContext<CallToolRequestParams> context) =>
            Response(context.Params!, "confirm") is null
                ? throw Ask(Sign("confirm"), ("confirm", Fixture.Form("Please confirm", "ok", new ElicitRequestParams.BooleanSchema())))
                : Verify(context.Params!, "confirm") + " state-ok");
        yield return FixtureTools.Tool("test_input_required_result_multiple_inputs", (RequestContext<CallToolRequestParams> context) =>
            context.Params!.InputResponses is { } all && all.ContainsKey("user_name") && all.ContainsKey("greeting") && all.ContainsKey("client_roots")
                ? Verify(context.Params!, "multiple") + " complete"
                : throw Ask(
                    Sign("multiple"),
                    ("user_name", Fixture.Form("What is your name?", "name")),
                    ("greeting", InputRequest.ForSampling(Sampling("Generate a greeting", 50))),
                    ("client_roots", InputRequest.ForRootsList(new ListRootsRequestParams()))));
        yield return FixtureTools.Tool("test_input_required_result_multi_round", MultiRound);
        yield return FixtureTools.Tool("test_input_required_result_tampered_state", (RequestContext<CallToolRequestParams> context) =>
            context.Params!.RequestState is null
                ? throw Ask(Sign("tampered"), ("confirm", Fixture.Form("Please confirm", "ok", new ElicitRequestParams.BooleanSchema())))
                : Verify(context.Params!, "tampered"));
        yield return FixtureTools.Tool("test_input_required_result_capabilities", (RequestContext<CallToolRequestParams> context) =>
        {
            if (context.Params!.InputResponses is not null)
            {
                return "complete";
            }

            var capabilities = context.JsonRpcRequest.Context?.ClientCapabilities;
            var requests = new List<(string, InputRequest)>();
            if (capabilities?.Sampling is not null)
            {
                requests.Add(("sample", InputRequest.ForSampling(Sampling("Hello", 10))));
            }

            if (capabilities?.Elicitation is not null)
            {
                requests.Add(("form", Fixture.Form("What is your name?", "name")));
            }

            throw Ask(null, [.. requests]);
        });
    }

    public static CreateMessageRequestParams Sampling(string prompt, int maxTokens) =>
        new() { Messages = [new SamplingMessage { Role = Role.User, Content = [Fixture.Text(prompt)] }], MaxTokens = maxTokens };

    public static InputRequiredException Ask(string? state, params (string Key, InputRequest Request)[] requests) =>
        new(requests.ToDictionary(r => r.Key, r => r.Request, StringComparer.Ordinal), state);

    private static string Elicitation(RequestContext<CallToolRequestParams> context) =>
        Response(context.Params!, "user_name") is { } answer && Name(answer) is { } name ? $"Hello, {name}!" : throw Ask(null, ("user_name", Fixture.Form("What is your name?", "name")));

    private static string MultiRound(RequestContext<CallToolRequestParams> context)
    {
        if (Response(context.Params!, "step2") is not null)
        {
            return Verify(context.Params!, "round-2") + " complete";
        }

        if (Response(context.Params!, "step1") is not null)
        {
            Verify(context.Params!, "round-1");
            throw Ask(Sign("round-2"), ("step2", Fixture.Form("Step 2: What is your favorite color?", "color")));
        }

        throw Ask(Sign("round-1"), ("step1", Fixture.Form("Step 1: What is your name?", "name")));
    }

    private static InputResponse? Response(RequestParams parameters, string key) => parameters.InputResponses?.TryGetValue(key, out var response) == true ? response : null;

    private static string? Name(InputResponse answer)
    {
        try
        {
            var form = answer.Deserialize(InputResponse.ElicitResultJsonTypeInfo);
            return form is { IsAccepted: true } && form.Content?.TryGetValue("name", out var name) == true && name.ValueKind == System.Text.Json.JsonValueKind.String ? name.GetString() : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string Sign(string state) => state + "." + Convert.ToHexString(HMACSHA256.HashData(StateKey, Encoding.UTF8.GetBytes(state)));

    private static string Verify(RequestParams parameters, string state) =>
        parameters.RequestState == Sign(state) ? state : throw new McpProtocolException("requestState was changed.", McpErrorCode.InvalidParams);
}
