namespace LocalAi.Hosting;

/// <summary>Declares PostgreSQL servers and databases.</summary>
public static class PostgresExtensions
{
    /// <summary>A server with a generated password <c>{name}-password</c> unless one is given. Without a port, any free one.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = password?.Resource ?? builder.AddGeneratedSecret($"{name}-password", special: true);
        return builder.AddResource(new PostgresServerResource(name, userName?.Resource, secret))
            .WithImage("docker.io", "library/postgres", "18.3")
            .WithEndpoint(port, 5432, name: PostgresServerResource.PrimaryEndpointName)
            .WithEnvironment(context =>
            {
                var resource = (PostgresServerResource)context.Resource;
                context.EnvironmentVariables["POSTGRES_HOST_AUTH_METHOD"] = "scram-sha-256";
                context.EnvironmentVariables["POSTGRES_INITDB_ARGS"] = "--auth-host=scram-sha-256 --auth-local=scram-sha-256";
                context.EnvironmentVariables["POSTGRES_USER"] = resource.UserNameReference;
                context.EnvironmentVariables["POSTGRES_PASSWORD"] = resource.PasswordParameter;
            });
    }

    /// <summary>A database, created when the server is ready.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        databaseName ??= name;
        builder.Resource.DatabaseNames.Add(name, databaseName);
        return builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName, builder.Resource));
    }

    /// <summary>Keeps the data: a named volume when published, <c>{data folder}/{resource name}</c> in the embedded engine.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name ?? $"{builder.Resource.Name}-data", "/var/lib/postgresql", isReadOnly);
    }
}
