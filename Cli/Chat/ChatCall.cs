using System.Net;
using System.Text;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.OpenAi;

namespace LocalAi.Cli.Chat;

/// <summary>One question to the gateway.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="output">For the waiting mark.</param>
/// <param name="time">For timings.</param>
internal sealed class ChatCall(GatewayClient gateway, Output output, TimeProvider time)
{
    /// <summary>Characters of an answer that are kept for <c>--json</c> and the conversation; more is still shown.</summary>
    private const int LongestKept = 4_000_000;

    /// <param name="messages">The conversation so far, the question last.</param>
    /// <param name="options">How to answer.</param>
    /// <param name="show">Gets each piece as it comes; the whole answer at once when it is not streamed.</param>
    /// <param name="cancellationToken">Stops the model.</param>
    /// <exception cref="CliException">No model can answer.</exception>
    public async Task<ChatResult> AskAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, Action<string> show, CancellationToken cancellationToken)
    {
        var request = new ChatRequest { Model = options.Model, Messages = messages, Temperature = options.Temperature, MaxTokens = options.MaxTokens };
        try
        {
            return options.Stream
                ? await StreamAsync(request, show, cancellationToken)
                : await WholeAsync(request, show, cancellationToken);
        }
        catch (ApiException none) when (none.Status == HttpStatusCode.ServiceUnavailable)
        {
            throw new CliException(ExitCodes.NoModel, none.Message, Advice.ListModels, none);
        }
    }

    private async Task<ChatResult> WholeAsync(ChatRequest request, Action<string> show, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ChatCompletion completion;
        await using (new Waiting(output, request.Model))
        {
            completion = await gateway.ChatAsync(request, cancellationToken);
        }

        var choice = completion.Choices.Count > 0 ? completion.Choices[0] : throw new ApiException("The gateway answered without an answer in it.");
        var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
        show(choice.Message?.Content ?? "");
        return new ChatResult
        {
            Answer = choice.Message?.Content ?? "",
            Model = completion.Model,
            FinishReason = choice.FinishReason,
            Usage = completion.Usage,
            FirstTokenMs = elapsed,
            TotalMs = elapsed,
        };
    }

    private async Task<ChatResult> StreamAsync(ChatRequest request, Action<string> show, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var answer = new StringBuilder();
        var result = new ChatResult { Answer = "" };
        await using var waiting = new Waiting(output, request.Model);
        await foreach (var chunk in gateway.StreamChatAsync(request, cancellationToken))
        {
            result = result with { Model = chunk.Model ?? result.Model, Usage = chunk.Usage ?? result.Usage };
            if (chunk.Choices.Count == 0)
            {
                continue;
            }

            result = result with { FinishReason = chunk.Choices[0].FinishReason ?? result.FinishReason };
            if (chunk.Choices[0].Delta?.Content is { Length: > 0 } text)
            {
                await waiting.DisposeAsync();
                result = result with { FirstTokenMs = result.FirstTokenMs ?? time.GetElapsedTime(started).TotalMilliseconds };
                show(text);
                answer.Append(text, 0, Math.Min(text.Length, LongestKept - answer.Length));
            }
        }

        return result with { Answer = answer.ToString(), TotalMs = time.GetElapsedTime(started).TotalMilliseconds };
    }
}
