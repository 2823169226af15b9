using System.Runtime.CompilerServices;
using LocalAi.Contracts.Rag;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Answers;

/// <summary>Turns sources into an answer, the way the question wants it.</summary>
internal sealed class AnswerComposer(GeneratedAnswer generated, IOptions<AnswerOptions> options)
{
    /// <summary>Pieces of the answer and, last, its end.</summary>
    public async IAsyncEnumerable<AnswerPart> ComposeAsync(Findings findings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (findings.Abstain)
        {
            if (findings.Request.Answer != AnswerKind.None)
            {
                yield return AnswerPart.Of(AnswerText.NotFound(findings.Request.Query));
            }

            yield return new AnswerPart { End = new AnswerEnd(AnswerMode.Abstained) };
        }
        else if (findings.Request.Answer == AnswerKind.None)
        {
            yield return new AnswerPart { End = new AnswerEnd(AnswerMode.None) };
        }
        else if (findings.Request.Answer == AnswerKind.Extractive)
        {
            foreach (var part in ExtractiveAnswer.Create(findings, options.Value.ExtractiveSentences, null))
            {
                yield return part;
            }
        }
        else
        {
            await foreach (var part in generated.CreateAsync(findings, cancellationToken))
            {
                yield return part;
            }
        }
    }
}
