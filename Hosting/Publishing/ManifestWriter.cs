using System.Text.Json;

namespace LocalAi.Hosting.Publishing;

/// <summary>One manifest. Properties come in the order Aspire writes them.</summary>
/// <param name="json">Where it is written.</param>
/// <param name="folder">Paths in it are relative to this folder.</param>
/// <param name="executionContext">Publish mode.</param>
internal sealed class ManifestWriter(Utf8JsonWriter json, string folder, DistributedApplicationExecutionContext executionContext)
{
    // Aspire numbers endpoints without a port from here.
    private const int FirstPort = 8000;

    private int _nextPort = FirstPort;

    public async Task WriteAsync(IEnumerable<IResource> resources, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteStartObject("resources");
        foreach (var resource in resources.Where(r => !r.Annotations.OfType<ManifestExclusionAnnotation>().Any()))
        {
            json.WriteStartObject(resource.Name);
            await WriteAsync(resource, cancellationToken);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private Task WriteAsync(IResource resource, CancellationToken cancellationToken) => resource switch
    {
        ParameterResource parameter => WriteParameter(parameter),
        ProjectResource project => WriteProjectAsync(project, cancellationToken),
        ContainerResource container => WriteContainerAsync(container, cancellationToken),
        ExecutableResource executable => WriteExecutableAsync(executable, cancellationToken),
        IResourceWithConnectionString value => WriteValue(value),
        _ => WriteError(),
    };

    private Task WriteError()
    {
        json.WriteString("error", "This resource does not support generation in the manifest.");
        return Task.CompletedTask;
    }

    private Task WriteValue(IResourceWithConnectionString value)
    {
        json.WriteString("type", "value.v0");
        json.WriteString("connectionString", value.ConnectionStringExpression.ValueExpression);
        return Task.CompletedTask;
    }

    private Task WriteParameter(ParameterResource parameter)
    {
        json.WriteString("type", "parameter.v0");
        json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        json.WriteStartObject("inputs");
        json.WriteStartObject("value");
        json.WriteString("type", "string");
        if (parameter.Secret)
        {
            json.WriteBoolean("secret", true);
        }

        if (parameter.Default is GenerateParameterDefault generate)
        {
            json.WriteStartObject("default");
            json.WriteStartObject("generate");
            json.WriteNumber("minLength", generate.MinLength);
            WriteWhenFalse("lower", generate.Lower);
            WriteWhenFalse("upper", generate.Upper);
            WriteWhenFalse("numeric", generate.Numeric);
            WriteWhenFalse("special", generate.Special);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private async Task WriteProjectAsync(ProjectResource project, CancellationToken cancellationToken)
    {
        json.WriteString("type", "project.v0");
        json.WriteString("path", Relative(project.Annotations.OfType<ProjectAnnotation>().Single().Metadata.ProjectPath));
        await WriteArgumentsAsync(project, cancellationToken);
        await WriteEnvironmentAsync(project, cancellationToken);
        WriteBindings(project);
    }

    private async Task WriteContainerAsync(ContainerResource container, CancellationToken cancellationToken)
    {
        json.WriteString("type", "container.v0");
        if (container is IResourceWithConnectionString source)
        {
            json.WriteString("connectionString", source.ConnectionStringExpression.ValueExpression);
        }

        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last();
        json.WriteString("image", $"{(image.Registry is null ? "" : image.Registry + "/")}{image.Image}:{image.Tag}");
        if (container.Entrypoint is { } entrypoint)
        {
            json.WriteString("entrypoint", entrypoint);
        }

        await WriteArgumentsAsync(container, cancellationToken);
        WriteMounts(container);
        await WriteEnvironmentAsync(container, cancellationToken);
        WriteBindings(container);
    }

    private async Task WriteExecutableAsync(ExecutableResource executable, CancellationToken cancellationToken)
    {
        json.WriteString("type", "executable.v0");
        json.WriteString("workingDirectory", Relative(executable.WorkingDirectory));
        json.WriteString("command", executable.Command);
        await WriteArgumentsAsync(executable, cancellationToken);
        await WriteEnvironmentAsync(executable, cancellationToken);
        WriteBindings(executable);
    }

    private async Task WriteArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        if (context.Args.Count == 0)
        {
            return;
        }

        json.WriteStartArray("args");
        foreach (var arg in context.Args)
        {
            json.WriteStringValue(Expression(arg));
        }

        json.WriteEndArray();
    }

    private async Task WriteEnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        if (context.EnvironmentVariables.Count == 0)
        {
            return;
        }

        json.WriteStartObject("env");
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            json.WriteString(name, Expression(value));
        }

        json.WriteEndObject();
    }

    private void WriteMounts(ContainerResource container)
    {
        foreach (var (property, type) in new[] { ("bindMounts", ContainerMountType.BindMount), ("volumes", ContainerMountType.Volume) })
        {
            var mounts = container.Annotations.OfType<ContainerMountAnnotation>().Where(m => m.Type == type).ToList();
            if (mounts.Count == 0)
            {
                continue;
            }

            json.WriteStartArray(property);
            foreach (var mount in mounts)
            {
                json.WriteStartObject();
                if (mount.Source is { } source)
                {
                    json.WriteString(type == ContainerMountType.Volume ? "name" : "source", type == ContainerMountType.Volume ? source : Relative(source));
                }

                json.WriteString("target", mount.Target);
                json.WriteBoolean("readOnly", mount.IsReadOnly);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private void WriteBindings(IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count == 0)
        {
            return;
        }

        json.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            json.WriteStartObject(endpoint.Name);
            json.WriteString("scheme", endpoint.UriScheme);
            json.WriteString("protocol", "tcp");
            json.WriteString("transport", endpoint.Transport);
            WritePorts(resource, endpoint);
            if (endpoint.IsExternal)
            {
                json.WriteBoolean("external", true);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WritePorts(IResource resource, EndpointAnnotation endpoint)
    {
        // A port without a proxy is the port the process itself listens on.
        var target = endpoint.TargetPort ?? (endpoint.IsProxied ? null : endpoint.Port);
        var port = endpoint.Port;
        if (target is null && port is null && resource is not ProjectResource)
        {
            port = target = _nextPort++;
        }

        if (port is not null && port != target)
        {
            json.WriteNumber("port", port.Value);
        }

        if (target is not null)
        {
            json.WriteNumber("targetPort", target.Value);
        }
    }

    private void WriteWhenFalse(string name, bool value)
    {
        if (!value)
        {
            json.WriteBoolean(name, value);
        }
    }

    private string Relative(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static string Expression(object value) => value switch
    {
        IManifestExpressionProvider provider => provider.ValueExpression,
        _ => value.ToString()!.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
    };
}
