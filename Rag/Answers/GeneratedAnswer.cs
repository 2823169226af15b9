using System.Runtime.CompilerServices;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.OpenAi;
using LocalAi.Contracts.Rag;
using LocalAi.Text.Tokens;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Answers;

/// <summary>
/// An answer by a model over the gateway, streamed as it comes. When the model cannot be had before its first word, the answer is extractive; when it stops
/// in the middle, what came stays and the end says so. A slow model only takes long.
/// </summary>
internal sealed partial class GeneratedAnswer(GatewayClient gateway, TokenScale scale, IOptions<AnswerOptions> options, ILogger<GeneratedAnswer> logger)
{
    /// <summary>A server that ignores the token limit is stopped at this many characters a token.</summary>
    private const int CharactersPerToken = 16;

    public async IAsyncEnumerable<AnswerPart> CreateAsync(Findings findings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var (messages, sources) = AnswerPrompt.Create(findings, scale.ToEstimate(findings.Request.Model, settings.ContextTokens));
        var filter = new CitationFilter(sources);
        var request = new ChatRequest { Model = findings.Request.Model, Messages = messages, MaxTokens = settings.MaxTokens, Temperature = settings.Temperature };
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var chunks = gateway.StreamChatAsync(request, idle.Token).GetAsyncEnumerator(idle.Token);
        string? model = null, failure = null;
        Usage? usage = null;
        var characters = 0;
        var cut = false;
        while (true)
        {
            var (chunk, problem) = await NextAsync(chunks, idle, settings.TimeoutSeconds, cancellationToken);
            if (chunk is null)
            {
                failure = problem;
                break;
            }

            model = chunk.Model ?? model;
            usage = chunk.Usage ?? usage;
            var choice = chunk.Choices.Count > 0 ? chunk.Choices[0] : null;
            cut |= choice?.FinishReason == "length";
            if (filter.Push(choice?.Delta?.Content ?? "") is { Length: > 0 } text)
            {
                characters += text.Length;
                yield return AnswerPart.Of(text);
            }

            if (characters > settings.MaxTokens * CharactersPerToken)
            {
                cut = true;
                break;
            }
        }

        scale.Learn(findings.Request.Model, messages.Sum(message => TokenEstimate.Count(message.Content)), usage?.PromptTokens ?? 0);
        if (filter.Flush() is { Length: > 0 } rest)
        {
            characters += rest.Length;
            yield return AnswerPart.Of(rest);
        }

        if (characters == 0)
        {
            var why = failure ?? "The model answered with nothing.";
            LogExtractive(logger, why);
            foreach (var part in ExtractiveAnswer.Create(findings, settings.ExtractiveSentences, "No model answered, these are sentences of the documents: " + why))
            {
                yield return part;
            }

            yield break;
        }

        yield return new AnswerPart
        {
            End = new AnswerEnd(AnswerMode.Generated)
            {
                Citations = [.. filter.Cited],
                Model = model,
                Usage = usage,
                Complete = failure is null && !cut,
                Note = failure is not null ? "The model stopped in the middle: " + failure
                    : cut ? $"The answer was cut at {settings.MaxTokens} tokens (Rag:Answers:MaxTokens)."
                    : filter.Cited.Count == 0 ? "The model cited no source; read its answer with care."
                    : null,
            },
        };
    }

    /// <summary>The next chunk; without one, a problem or, at the end, none.</summary>
    private static async Task<(ChatChunk? Chunk, string? Problem)> NextAsync(
        IAsyncEnumerator<ChatChunk> chunks, CancellationTokenSource idle, int timeoutSeconds, CancellationToken cancellationToken)
    {
        idle.CancelAfter(TimeSpan.FromSeconds(timeoutSeconds));
        try
        {
            return await chunks.MoveNextAsync() ? (chunks.Current, null) : (null, null);
        }
        catch (ApiException refused)
        {
            return (null, refused.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"Nothing came for {timeoutSeconds} s (Rag:Answers:TimeoutSeconds).");
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return (null, "The connection to the gateway broke.");
        }
    }

    [LoggerMessage(EventId = 430, Level = LogLevel.Information, Message = "Extractive answer: {Why}")]
    private static partial void LogExtractive(ILogger logger, string why);
}
