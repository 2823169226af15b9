using LocalAi.AgentApi.Watchers.Processes;
using LocalAi.AgentApi.Watchers.Resources;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// Which servers there are, each address once, in this order: 1 those of the settings, 2 the AppHost's <c>llm</c> and <c>lmstudio</c> from its run file,
/// 3 listening llama-server, Ollama and LM Studio processes. What is found in step 3 is only looked at, unless the user lists its name.
/// </summary>
internal sealed class ServerList(HostRunFile host, IOptions<WatcherOptions> options)
{
    private const int MostFound = 20;

    public IReadOnlyList<ServerTarget> Find(IReadOnlyList<(ProcessEntry Process, ProcessOrigin Origin, int Port)> listeners)
    {
        var settings = options.Value.LanguageModels;
        var found = new List<ServerTarget>();
        foreach (var server in settings.Servers)
        {
            Add(new ServerTarget(
                server.Name, ServerKinds.Parse(server.Kind)!.Value, new Uri(server.Url), server.Manage, null, server.ApiKey,
                server.MemoryLimitMb is { } megabytes ? megabytes << 20 : null));
        }

        if (host.Read() is { } run)
        {
            foreach (var (resource, kind) in new[] { ("llm", ServerKind.Llama), ("lmstudio", ServerKind.LmStudio) })
            {
                if (run.Addresses.TryGetValue(resource, out var address))
                {
                    // LM Studio is an application of the user's that the AppHost only wakes: it stays his to manage.
                    var ours = kind == ServerKind.Llama;
                    Add(new ServerTarget(resource, kind, address, ours || Managed(resource), ours ? resource : null));
                }
            }
        }

        foreach (var (_, origin, port) in listeners.OrderBy(l => l.Port).Take(MostFound))
        {
            if (ServerKinds.OfProgram(origin.Executable) is { } kind)
            {
                var name = found.Exists(f => f.Name == kind.Word()) ? $"{kind.Word()}-{port}" : kind.Word();
                Add(new ServerTarget(name, kind, new Uri($"http://127.0.0.1:{port}"), Managed(name)));
            }
        }

        return found;

        bool Managed(string name) => settings.Manage.Contains(name, StringComparer.OrdinalIgnoreCase);

        void Add(ServerTarget server)
        {
            if (!found.Exists(f => f.Name.Equals(server.Name, StringComparison.OrdinalIgnoreCase) || SamePlace(f.Address, server.Address)))
            {
                found.Add(server);
            }
        }
    }

    private static bool SamePlace(Uri a, Uri b) => a.Port == b.Port && (a.Host == b.Host || (a.IsLoopback && b.IsLoopback));
}
