using System.Collections.Concurrent;
using System.Diagnostics;

namespace LocalAi.Tests.Gateway.Support;

/// <summary>The spans of calls to one upstream, as an exporter would get them. Other tests' spans go to other ports.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _spans = new();

    public SpanRecorder(ScriptedUpstream upstream)
    {
        var port = new Uri(upstream.Url).Port;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "LocalAi.Gateway",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Equals(span.GetTagItem("server.port"), port))
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Spans => [.. _spans];

    public void Dispose() => _listener.Dispose();
}
