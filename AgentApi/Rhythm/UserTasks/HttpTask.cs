using System.Net.Mime;
using System.Text;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.UserTasks;

/// <summary>Calls an address; a status below 400 is a success. The run's id goes along, so that the receiver can tell a repeated call.</summary>
internal sealed class HttpTask(ScheduledTask definition, UserTaskOptions options, HttpClient http) : IRhythmTask
{
    // The answer is only looked at for the run log.
    private const int LongestAnswer = 300;

    public ScheduledTask Definition { get; } = definition;

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(options.Method.ToUpperInvariant()), options.Url);
        if (context.Run is { } run)
        {
            request.Headers.Add("x-rhythm-run", run.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (options.Body is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        return response.IsSuccessStatusCode || (int)response.StatusCode < 400
            ? $"{(int)response.StatusCode} {answer}".TrimEnd()
            : throw new HttpRequestException($"{options.Method} {options.Url} answered {(int)response.StatusCode}: {answer}");
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var buffer = new char[LongestAnswer];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken);
        return new string(buffer, 0, length).ReplaceLineEndings(" ").Trim();
    }
}
