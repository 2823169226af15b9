using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Configuration;

/// <summary>Reads the options: built-in defaults, then what AppHost says where services are, then the section <c>Gateway</c>.</summary>
internal sealed class GatewayDefaults(IOptions<LocalAiOptions> shared)
{
    private static readonly string[] Services = ["llm", "embedding", "lmstudio", "ollama"];

    /// <exception cref="InvalidOperationException">A value does not have the type of its key.</exception>
    public GatewayOptions Read(IConfiguration configuration)
    {
        var options = new GatewayOptions();
        foreach (var service in Services)
        {
            if (configuration[$"services:{service}:http:0"] is { Length: > 0 } endpoint)
            {
                options.Upstreams[service].Endpoint = endpoint;
            }
        }

        // Our own embedding service wants the key that the services of this installation share.
        if (configuration[$"{GatewayOptions.Section}:Upstreams:embedding:Endpoint"] is null)
        {
            options.Upstreams["embedding"].Key = shared.Value.InternalKey;
        }

        configuration.GetSection(GatewayOptions.Section).Bind(options);
        return options;
    }
}
