using LocalAi.Hosting.Probes;

namespace LocalAi.Hosting.Programs;

/// <summary>The probe that follows from what a resource declares.</summary>
internal static class ProbeOf
{
    /// <summary>Its HTTP health check, else a connection to its first port, else none.</summary>
    public static IProbe Endpoints(IResourceWithEndpoints resource, HttpClient client)
    {
        if (resource.Annotations.OfType<HttpHealthCheckAnnotation>().FirstOrDefault() is { } check)
        {
            var endpoint = new EndpointReference(resource, check.EndpointName);

            // "localhost" is tried on IPv6 first; probing the IPv4 address saves a refused connection each time.
            var address = new Uri($"{endpoint.Scheme}://127.0.0.1:{endpoint.Port}");
            var liveness = resource is ProjectResource && check.Path == "/health" ? new Uri(address, "/alive") : null;
            return new HttpProbe(client, new Uri(address, check.Path), liveness, check.StatusCode);
        }

        return resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault() is { AllocatedPort: { } port }
            ? new TcpProbe(port)
            : AlwaysReadyProbe.Instance;
    }
}
