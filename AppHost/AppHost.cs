using LocalAi.AppHost;

// What LocalAi consists of: every part, what it may use, what it needs, and in which order it starts.
var builder = DistributedApplication.CreateBuilder(args);
if (!Settings.TryRead(builder.Configuration, out var settings, out var mistake))
{
    await Console.Error.WriteLineAsync(mistake);
    return 1;
}

// Services and the command line prove with it that they belong to this installation.
var internalKey = builder.AddParameter("internal-key", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true, persist: true);

// The required set. Nothing else holds state.
var postgres = builder.AddPostgres("postgres", port: settings.Port("Postgres"))
    .WithDataVolume("localai-postgres")
    .WithLimits(cpus: 1, memory: "1G");
var database = postgres.AddDatabase("localai");

var redis = builder.AddRedis("redis", port: settings.Port("Redis"))
    .WithLimits(cpus: 0.5, memory: "512M");

// Language models. They start on their own, and nothing waits for them.
var llm = builder.AddContainer("llm", "ghcr.io/ggml-org/llama.cpp", "server-cuda")
    .WithBindMount(settings.ModelsFolder, "/models", isReadOnly: true)
    .WithArgs("--models-dir", "/models", "--models-max", "2", "--host", "0.0.0.0", "--port", "8080", "--threads", "4", "--n-gpu-layers", "99")
    .WithHttpEndpoint(port: settings.Port("Llm"), targetPort: 8080, isProxied: false)
    .WithHttpHealthCheck("/health")
    .WithLimits(cpus: 4, gpus: "all")
    .WithLocalModels(settings);

// The services.
var embedding = AddService<Projects.Embedding>("embedding")
    .WithLimits(cpus: 2, memory: "1G")
    .WaitForStart(redis);

// The gateway serves without Postgres and Redis, so it only starts after them.
var gateway = AddService<Projects.Gateway>("gateway")
    .WithExternalHttpEndpoints()
    .WithReference(embedding)
    .WithReference(llm.GetEndpoint("http"))
    .WithLimits(cpus: 1, memory: "512M")
    .WaitForStart(postgres)
    .WaitForStart(redis);

var rag = AddService<Projects.Rag>("rag")
    .WithReference(embedding)
    .WithReference(gateway)
    .WithLimits(cpus: 1, memory: "1G")
    .WaitFor(database)
    .WaitFor(redis);

AddService<Projects.AgentApi>("agent-api")
    .WithReference(embedding)
    .WithReference(gateway)
    .WithReference(rag)
    .WithReference(llm.GetEndpoint("http"))
    .WithLimits(cpus: 2, memory: "2G", cpuReservation: 1, memoryReservation: "1G")
    .WaitFor(database)
    .WaitFor(redis);

// Parts that are used when they are there.
if (settings.Includes("Qdrant", builder.ExecutionContext.IsPublishMode))
{
    rag.WithReference(builder.AddQdrant("qdrant").WithDataVolume("localai-qdrant").WithLimits(cpus: 1, memory: "1G"));
}

if (settings.Includes("LmStudio", builder.ExecutionContext.IsPublishMode))
{
    var port = settings.Port("LmStudio") ?? 1234;
    var lmstudio = builder.AddExecutable("lmstudio", "lms", ".", "server", "start", "--port", $"{port}")
        .WithHttpEndpoint(port: port, isProxied: false)
        .ExcludeFromManifest();
    gateway.WithReference(lmstudio.GetEndpoint("http"));
}

builder.AddPublishTargets();
await builder.Build().RunAsync();
return Environment.ExitCode;

// What every service has: a port, a health check, the stores, the key and the data folder.
IResourceBuilder<ProjectResource> AddService<TProject>(string name)
    where TProject : IProjectMetadata, new() =>
    builder.AddProject<TProject>(name)
        .WithHttpEndpoint(port: settings.Port(typeof(TProject).Name), isProxied: false)
        .WithHttpHealthCheck("/health")
        .WithReference(database)
        .WithReference(redis)
        .WithEnvironment("LocalAi__InternalKey", internalKey)
        .WithEnvironment(context =>
        {
            if (context.ExecutionContext.IsRunMode)
            {
                context.EnvironmentVariables["LocalAi__DataFolder"] = settings.DataFolder;
            }
        });
