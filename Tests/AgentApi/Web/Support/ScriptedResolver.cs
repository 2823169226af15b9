using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LocalAi.AgentApi.Tools.Web.Addresses;

namespace LocalAi.Tests.AgentApi.Web.Support;

/// <summary>Answers as the test says, one answer after the other; the last one stays. Nothing leaves this machine.</summary>
internal sealed class ScriptedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IPAddress[]>> _answers = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Asked { get; } = new();

    public void Answer(string host, params string[] addressesOfEachAnswer) =>
        _answers[host] = new(addressesOfEachAnswer.Select(a => a.Split(',').Select(IPAddress.Parse).ToArray()));

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Asked.Enqueue(host);
        if (!_answers.TryGetValue(host, out var answers) || !answers.TryPeek(out var next))
        {
            return Task.FromException<IReadOnlyList<IPAddress>>(new SocketException((int)SocketError.HostNotFound));
        }

        if (answers.Count > 1)
        {
            answers.TryDequeue(out _);
        }

        return Task.FromResult<IReadOnlyList<IPAddress>>(next);
    }
}
