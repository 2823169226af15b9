using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>LM Studio's command line.</summary>
internal sealed class LmsCommand(CommandRunner commands, IOptions<WatcherOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Null when <c>lms</c> says that nothing generates; else why LM Studio must not be disturbed. Without lms nobody can tell: its user may chat in its own
    /// window, which no connection shows.
    /// </summary>
    public async Task<string?> BusyAsync(ServerTarget server, CancellationToken cancellationToken)
    {
        if (await RunAsync(["ps", "--json", .. Host(server)], cancellationToken) is not { } answer)
        {
            return "lms is not on this machine, so it is not known whether a model is in use; LM Studio installs it into ~/.lmstudio/bin.";
        }

        if (answer.ExitCode != 0)
        {
            return $"lms ps ended with {answer.ExitCode}, so it is not known whether a model is in use.";
        }

        return BusyModels(answer.Output) switch
        {
            null => "lms ps --json answered what could not be understood, so it is not known whether a model is in use.",
            { Count: > 0 } busy => $"In use: {string.Join(", ", busy.Take(5))}.",
            _ => null,
        };
    }

    /// <summary>The models that are not idle, by what <c>lms ps --json</c> printed; null when that is no list of models. A model without a status counts as idle when it has no queue.</summary>
    internal static IReadOnlyList<string>? BusyModels(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Array ? null :
            [
                .. document.RootElement.EnumerateArray().Select(m => (JsonElement?)m)
                    .Where(m => m.Text("status") is { } status && status != "idle" || m.Number("queued") > 0)
                    .Select(m => m.Text("identifier") ?? m.Text("modelKey") ?? "a model"),
            ];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async Task<string?> UnloadAsync(ServerTarget server, LoadedModel model, CancellationToken cancellationToken) =>
        Problem(await RunAsync(["unload", model.Id, .. Host(server)], cancellationToken), "lms unload");

    /// <summary>Stops and starts the server on its port. Null when it was done, else why not.</summary>
    public async Task<string?> RestartAsync(ServerTarget server, CancellationToken cancellationToken) =>
        Problem(await RunAsync(["server", "stop"], cancellationToken), "lms server stop")
        ?? Problem(await RunAsync(["server", "start", "--port", server.Address.Port.ToString(CultureInfo.InvariantCulture)], cancellationToken), "lms server start");

    private static string? Problem(CommandResult? result, string what) => result switch
    {
        null => "lms is not on this machine; LM Studio installs it into ~/.lmstudio/bin.",
        { ExitCode: 0 } => null,
        _ => $"{what} ended with {result.ExitCode}.",
    };

    // Without --host lms talks to the LM Studio of this user.
    private static string[] Host(ServerTarget server) => server.IsHere ? [] : ["--host", server.Address.Host];

    private Task<CommandResult?> RunAsync(string[] arguments, CancellationToken cancellationToken) => commands.RunAsync(Program(), arguments, Patience, cancellationToken);

    private string Program()
    {
        var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".lmstudio", "bin", "lms");
        return options.Value.LanguageModels.LmsPath is { Length: > 0 } chosen ? chosen : File.Exists(own) ? own : "lms";
    }
}
