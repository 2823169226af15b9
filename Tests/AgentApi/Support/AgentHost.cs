using System.Net.Http.Headers;
using LocalAi.AgentApi;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.AgentApi.Support;

/// <summary>The agent service in this process. Keys <c>key-NAME</c> act for user NAME, <c>admin-NAME</c> for admin NAME; without a key the caller is the default admin.</summary>
internal sealed class AgentHost(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services = null) : WebApplicationFactory<AgentOptions>
{
    public static AgentHost With(string? connection, Action<IServiceCollection>? services = null, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:localai"] = connection, ["Logging:LogLevel:Default"] = "Warning" };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return new AgentHost(settings, services);
    }

    public AgentClient Agent(string? key = null) => new(Http(key));

    public HttpClient Http(string? key = null)
    {
        var client = CreateClient();
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings.Where(s => s.Value is not null))
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(all =>
        {
            all.AddSingleton<IApiKeys, NamedKeys>();
            services?.Invoke(all);
        });
    }

    public static void Add(IServiceCollection services, params ITool[] tools)
    {
        foreach (var tool in tools)
        {
            services.AddSingleton(tool);
        }
    }
}
