using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LocalAi.Hosting;

/// <summary>Declares an application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>appsettings.json of the AppHost, then environment variables, then the command line.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Folder of the AppHost's project file; relative paths start here.</summary>
    string AppHostDirectory { get; }

    IHostEnvironment Environment { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    IResourceCollection Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    DistributedApplication Build();
}
