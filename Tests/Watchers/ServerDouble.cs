using System.Text.Json;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.Watchers;

/// <summary>A real HTTP server with the answers of a language model server, written down by path; others are 404.</summary>
internal sealed class ServerDouble : IAsyncDisposable
{
    private readonly Dictionary<string, Func<(int Status, string Json)>> _answers = [];
    private LocalServiceDouble _server = null!;

    public string Url => _server.Url;

    public int Port => new Uri(Url).Port;

    /// <summary>Called with every request, before it is answered.</summary>
    public Action? Asked { get; set; }

    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_server.Requests)
            {
                return [.. _server.Requests.Select(r => r.Path)];
            }
        }
    }

    public JsonElement Body(string path)
    {
        lock (_server.Requests)
        {
            return _server.Requests.Last(r => r.Path == path).Body;
        }
    }

    public static async Task<ServerDouble> StartAsync(params (string Path, string Json)[] answers)
    {
        var server = new ServerDouble();
        foreach (var (path, json) in answers)
        {
            server.Answer(path, json);
        }

        server._server = await LocalServiceDouble.StartAsync(async (path, _, context) =>
        {
            server.Asked?.Invoke();
            var (status, json) = server._answers.TryGetValue(path, out var answer) ? answer() : (404, """{"error":"not found"}""");
            context.Response.StatusCode = status;
            if (json.Length > 0)
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json), context.RequestAborted);
            }
        });
        return server;
    }

    public void Answer(string path, string json, int status = 200) => _answers[path] = () => (status, json);

    public void Answer(string path, Func<(int Status, string Json)> answer) => _answers[path] = answer;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
