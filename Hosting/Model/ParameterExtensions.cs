namespace LocalAi.Hosting;

/// <summary>Declares values from outside. The setting <c>Parameters:{name}</c> goes before any default.</summary>
public static class ParameterExtensions
{
    /// <summary>A value that has to be configured as <c>Parameters:{name}</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ParameterResource(
            name, _ => Configured(builder, name) ?? throw new InvalidOperationException($"The parameter '{name}' has no value; set Parameters__{name}."), secret));
    }

    /// <summary>A value with a default; <paramref name="persist"/> keeps what was made once, in the data folder's keys/.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddResource(Create(builder, name, value, secret, persist));
    }

    // Aspire, too, gives servers a secret of 22 characters and keeps it.
    internal static ParameterResource AddGeneratedSecret(this IDistributedApplicationBuilder builder, string name, bool special) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 22, Special = special }, secret: true, persist: true).Resource;

    private static ParameterResource Create(IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret, bool persist) =>
        new(name, fallback => Configured(builder, name) ?? (persist ? Kept(builder, name, fallback!) : fallback!.GetDefaultValue()), secret)
        {
            Default = value,
        };

    private static string Kept(IDistributedApplicationBuilder builder, string name, ParameterDefault fallback) =>
        ((DistributedApplicationBuilder)builder).Secrets.GetOrAdd(name, fallback.GetDefaultValue);

    private static string? Configured(IDistributedApplicationBuilder builder, string name)
    {
        var value = builder.Configuration[$"Parameters:{name}"] ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"];
        return string.IsNullOrEmpty(value) ? null : value;
    }
}
