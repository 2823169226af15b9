using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Calls;

/// <summary>The attempts of one call on one upstream.</summary>
internal sealed class AttemptRun(ModelCall call, Candidate candidate, string model, AnswerSink sink, FirstByteWait wait, CancellationToken clientGone)
{
    public ModelCall Call { get; } = call;

    public Candidate Candidate { get; } = candidate;

    /// <summary>The model's id at the upstream.</summary>
    public string Model { get; } = model;

    public AnswerSink Sink { get; } = sink;

    public FirstByteWait Wait { get; } = wait;

    public CancellationToken ClientGone { get; } = clientGone;

    public int Tries { get; set; }
}
