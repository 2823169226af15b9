using System.Globalization;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Engine;

/// <summary>Gives every endpoint its port before anything starts, so that all addresses are known. Free ports are kept across starts when they still are.</summary>
internal static class PortAllocation
{
    /// <summary>Ports the engine needs for itself, by name, are allocated along: 0 becomes a free one.</summary>
    /// <exception cref="StartException">Ports are taken; the message names each with who holds it.</exception>
    public static void Allocate(IEnumerable<IResource> resources, Dictionary<string, int> own, DataFolder folder)
    {
        var file = Path.Combine(folder.Run, "ports");
        var kept = Read(file);
        var endpoints = resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>().Select(e => (Name: $"{r.Name}/{e.Name}", Resource: r, Endpoint: e))).ToList();
        var taken = new List<string>();
        foreach (var (name, port) in own.Where(o => o.Value != 0))
        {
            Check(name, port, $"Ports__{name}", taken);
        }

        foreach (var (_, resource, endpoint) in endpoints.Where(e => e.Endpoint.Port is > 0))
        {
            // A program of the user's, such as LM Studio, may be running on its port already.
            if (resource is not ExecutableResource)
            {
                Check(resource.Name, endpoint.Port!.Value, $"Ports__{Setting(resource.Name)}", taken);
            }

            endpoint.AllocatedPort = endpoint.Port;
        }

        if (taken.Count > 0)
        {
            throw new StartException(string.Join('\n', taken));
        }

        var free = endpoints.Where(e => e.Endpoint.Port is null or 0).ToList();
        var wantedByUs = own.Where(o => o.Value == 0).Select(o => o.Key).ToList();
        var fresh = new Queue<int>(PortHolder.FreePorts(free.Count + wantedByUs.Count));
        foreach (var name in wantedByUs)
        {
            own[name] = fresh.Dequeue();
        }

        foreach (var (name, _, endpoint) in free)
        {
            endpoint.AllocatedPort = kept.TryGetValue(name, out var port) && !own.ContainsValue(port) && PortHolder.IsFree(port) ? port : fresh.Dequeue();
        }

        foreach (var (_, resource, endpoint) in endpoints.Where(e => e.Resource is ContainerResource))
        {
            // Servers that stand in for a container listen on IPv4 only.
            endpoint.TargetHost = "127.0.0.1";
        }

        AtomicFile.Write(file, string.Concat(free.Select(f => $"{f.Name} {f.Endpoint.AllocatedPort}\n")));
    }

    // agent-api → AgentApi
    private static string Setting(string resource) =>
        string.Concat(resource.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static void Check(string name, int port, string setting, List<string> taken)
    {
        if (!PortHolder.IsFree(port))
        {
            taken.Add($"Port {port} ({name}) is taken by {PortHolder.Describe(port)}. Stop it, or set {setting} to another port (0 for any free one).");
        }
    }

    private static Dictionary<string, int> Read(string file) =>
        (File.Exists(file) ? File.ReadAllLines(file) : []).Select(l => l.Split(' ')).Where(f => f.Length == 2)
            .Select(f => (Name: f[0], IsNumber: int.TryParse(f[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port), Port: port))
            .Where(f => f.IsNumber).ToDictionary(f => f.Name, f => f.Port);
}
