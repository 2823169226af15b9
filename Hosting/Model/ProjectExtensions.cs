namespace LocalAi.Hosting;

/// <summary>Declares C# projects.</summary>
public static class ProjectExtensions
{
    /// <summary>A project this AppHost references; the build generates <typeparamref name="TProject"/> in namespace Projects.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ProjectResource(name))
            .WithAnnotation(new ProjectAnnotation(new TProject()))
            .WithOtlpExporter()
            .WithEnvironment(ProjectDefaults);
    }

    // The variables Aspire gives every project, in its order.
    private static void ProjectDefaults(EnvironmentCallbackContext context)
    {
        var variables = context.EnvironmentVariables;
        var endpoints = context.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.UriScheme is "http" or "https").ToList();
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (context.ExecutionContext.IsPublishMode)
        {
            if (endpoints.Count > 0)
            {
                variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
                variables["HTTP_PORTS"] = new EndpointReference((ProjectResource)context.Resource, endpoints[0].Name).Property(EndpointProperty.TargetPort);
            }

            return;
        }

        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        if (endpoints.Count > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(';', endpoints.Select(e => $"{e.UriScheme}://localhost:{e.AllocatedPort}"));
        }
    }
}
