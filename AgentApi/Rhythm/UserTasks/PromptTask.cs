using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using AgentRequest = LocalAi.Contracts.Agent.RunRequest;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>
/// Asks the agent to do something, as a user and with limits. Nothing is approved on the way: a call that needs a person makes the run end
/// as waiting, with the page where it can be answered; the agent goes on by itself when it was.
/// </summary>
internal sealed class PromptTask(ScheduledTask definition, UserTaskOptions options, AgentPrompts prompts) : IRhythmTask
{
    private const int LongestAnswer = 1800;

    // Time for a person to answer after the run of the schedule has ended.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public ScheduledTask Definition { get; } = definition;

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (context.Run is not { } run)
        {
            throw new InvalidOperationException("The agent cannot be asked while the database is away.");
        }

        var limit = TimeSpan.FromSeconds(Math.Clamp((Definition.Timeout + Patience).TotalSeconds, 5, 86_400));
        var request = new AgentRequest
        {
            Message = options.Prompt,
            Model = options.Model,
            Toolsets = options.Toolsets,
            MaxTurns = options.MaxTurns,
            MaxToolCalls = options.MaxToolCalls,
            MaxTokens = options.MaxTokens,
            MaxSeconds = (int)limit.TotalSeconds,
        };
        var state = await prompts.AskAsync(Definition.Name, run, options.User, request, cancellationToken);
        return state.Status switch
        {
            "done" => Shorten(state.Text),
            "waiting" => throw new RunWaitsException($"Waiting for approval of {state.Text}: /ui/approvals"),
            _ => throw new CommandFailedException($"The agent's run {state.Status}: {Shorten(state.Text)}"),
        };
    }

    private static string Shorten(string text)
    {
        var clean = string.Join("\n", text.Split('\n').Select(Redaction.Text));
        return clean.Length <= LongestAnswer ? clean : clean[..LongestAnswer] + "…";
    }
}
