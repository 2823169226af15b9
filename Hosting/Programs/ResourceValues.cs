namespace LocalAi.Hosting.Programs;

/// <summary>Evaluates the environment and arguments of resources for one run.</summary>
internal sealed class ResourceValues(DistributedApplicationExecutionContext executionContext, Predicate<IResource> isAbsent)
{
    /// <summary>Variables, and the names of those that hold a secret.</summary>
    public async Task<(Dictionary<string, string> Variables, HashSet<string> Secrets)> EnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken) { IsAbsent = isAbsent };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        return await EvaluateAsync(context.EnvironmentVariables, cancellationToken);
    }

    public static async Task<(Dictionary<string, string> Variables, HashSet<string> Secrets)> EvaluateAsync(
        IEnumerable<KeyValuePair<string, object>> values, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (await TextAsync(value, cancellationToken) is { } text)
            {
                variables[name] = text;
                if (IsSecret(value))
                {
                    secrets.Add(name);
                }
            }
        }

        return (variables, secrets);
    }

    public static async Task<List<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        return await TextsAsync(context.Args, cancellationToken);
    }

    public static async Task<List<string>> TextsAsync(IEnumerable<object> values, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var value in values)
        {
            texts.Add(await TextAsync(value, cancellationToken) ?? "");
        }

        return texts;
    }

    private static async ValueTask<string?> TextAsync(object value, CancellationToken cancellationToken) =>
        value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : value.ToString();

    private static bool IsSecret(object value) => value switch
    {
        ParameterResource parameter => parameter.Secret,
        ReferenceExpression expression => expression.References.Any(IsSecret),
        IResourceWithConnectionString source => IsSecret(source.ConnectionStringExpression),
        _ => false,
    };
}
