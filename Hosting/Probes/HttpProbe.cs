using System.Net;

namespace LocalAi.Hosting.Probes;

/// <summary>GETs the health address. A service that answers 503 but says on its liveness address that it is alive is left running.</summary>
internal sealed class HttpProbe(HttpClient client, Uri health, Uri? liveness, int status) : IProbe
{
    private const int LongestReason = 200;

    public TimeSpan Interval => TimeSpan.FromSeconds(10);

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(health, cancellationToken);
            if ((int)answer.StatusCode == status)
            {
                return ProbeAnswer.Healthy;
            }

            var text = (await answer.Content.ReadAsStringAsync(cancellationToken)).ReplaceLineEndings(" ");
            var reason = $"{health.AbsolutePath} answers {(int)answer.StatusCode} {(text.Length > LongestReason ? text[..LongestReason] + "…" : text)}".TrimEnd();
            return new ProbeAnswer(IsHealthy: false, await IsAliveAsync(answer.StatusCode, cancellationToken), reason);
        }
        catch (HttpRequestException failure)
        {
            return ProbeAnswer.Dead($"{health} does not answer: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeAnswer.Dead($"{health} did not answer within {client.Timeout.TotalSeconds:0} s");
        }
    }

    private async Task<bool> IsAliveAsync(HttpStatusCode healthAnswer, CancellationToken cancellationToken)
    {
        if (liveness is null)
        {
            // 503 is how a server says "not now", for example while it loads a model.
            return healthAnswer == HttpStatusCode.ServiceUnavailable;
        }

        using var answer = await client.GetAsync(liveness, cancellationToken);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound;
    }
}
