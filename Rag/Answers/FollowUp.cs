using LocalAi.Contracts.Errors;
using LocalAi.Contracts.OpenAi;
using LocalAi.Contracts.Rag;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Answers;

/// <summary>Makes a follow-up question whole, so that "and on Windows?" finds what the conversation is about.</summary>
internal sealed class FollowUp(GatewayClient gateway, IOptions<AnswerOptions> options)
{
    private const int LongestQuestion = 2000;
    private const int TurnsUsed = 6;

    /// <summary>The text to search for.</summary>
    public async Task<string> RewriteAsync(AnswerRequest request, CancellationToken cancellationToken)
    {
        var mode = options.Value.FollowUps;
        if (mode == "off" || !request.History.Any(t => t.Role == "user"))
        {
            return request.Query;
        }

        return mode == "model" && request.Answer == AnswerKind.Auto && await TryModelAsync(request, cancellationToken) is { } rewritten ? rewritten : Terms(request);
    }

    /// <summary>The question and, behind it, the question before it: their words together, the newer ones first.</summary>
    private static string Terms(AnswerRequest request)
    {
        var before = request.History.Last(t => t.Role == "user").Content.Trim();
        return request.Query + "\n" + before[..Math.Min(before.Length, LongestQuestion)];
    }

    private async Task<string?> TryModelAsync(AnswerRequest request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.RewriteTimeoutSeconds));
        var turns = string.Join('\n', request.History.TakeLast(TurnsUsed).Select(t => $"{t.Role}: {t.Content[..Math.Min(t.Content.Length, LongestQuestion)]}"));
        try
        {
            var answer = await gateway.ChatAsync(
                new ChatRequest
                {
                    Model = request.Model,
                    MaxTokens = 96,
                    Temperature = 0,
                    Messages =
                    [
                        ChatMessage.System("Rewrite the last question so that it can be understood without the conversation. Keep its language. Reply with the question only."),
                        ChatMessage.User($"{turns}\n\nLast question: {request.Query}"),
                    ],
                },
                limit.Token);
            var text = answer.Choices.Count > 0 ? answer.Choices[0].Message?.Content?.Trim() : null;
            return text is { Length: > 0 and <= LongestQuestion } ? text : null;
        }
        catch (Exception away) when (away is ApiException or HttpRequestException or IOException || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
