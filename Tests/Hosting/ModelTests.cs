using System.Runtime.Versioning;
using LocalAi.Hosting;
using LocalAi.Hosting.Programs;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class ModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DistributedApplicationBuilder _builder;

    public ModelTests() => _builder = new DistributedApplicationBuilder([$"--LOCALAI_DATA={_folder.Path}"], appHost: null);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WithReference_Database_GivesAspiresVariables()
    {
        var password = _builder.AddParameter("pw", new GenerateParameterDefault { MinLength = 22 }, secret: true);
        var postgres = _builder.AddPostgres("postgres", password: password);
        var consumer = _builder.AddExecutable("consumer", "sh", ".").WithReference(postgres.AddDatabase("localai"));
        postgres.GetEndpoint("tcp").EndpointAnnotation.AllocatedPort = 5544;

        var (variables, secrets) = await EnvironmentOf(consumer.Resource);

        var secret = await password.Resource.GetValueAsync(TestContext.Current.CancellationToken);
        variables["ConnectionStrings__localai"].ShouldBe($"Host=localhost;Port=5544;Username=postgres;Password={secret};Database=localai");
        variables["LOCALAI_HOST"].ShouldBe("localhost");
        variables["LOCALAI_PORT"].ShouldBe("5544");
        variables["LOCALAI_USERNAME"].ShouldBe("postgres");
        variables["LOCALAI_DATABASENAME"].ShouldBe("localai");
        secrets.ShouldBe(["ConnectionStrings__localai", "LOCALAI_PASSWORD"], ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_EndpointOfHyphenatedResource_GivesServiceDiscovery()
    {
        var agent = _builder.AddExecutable("agent-api", "sh", ".").WithHttpEndpoint(port: 8020).WithEndpoint(name: "admin", scheme: "http", port: 8021);
        agent.GetEndpoint("http").EndpointAnnotation.AllocatedPort = 8020;
        agent.GetEndpoint("admin").EndpointAnnotation.AllocatedPort = 8021;
        var consumer = _builder.AddExecutable("consumer", "sh", ".").WithReference(agent.GetEndpoint("http")).WithReference(agent.GetEndpoint("admin"));

        var (variables, _) = await EnvironmentOf(consumer.Resource);

        variables["services__agent-api__http__0"].ShouldBe("http://localhost:8020");
        variables["AGENT_API_HTTP"].ShouldBe("http://localhost:8020");
        variables["services__agent-api__admin__0"].ShouldBe("http://localhost:8021");
    }

    [Fact]
    public async Task WithReference_Qdrant_GivesBothConnectionStrings()
    {
        var qdrant = _builder.AddQdrant("qdrant");
        qdrant.GetEndpoint("grpc").EndpointAnnotation.AllocatedPort = 6334;
        qdrant.GetEndpoint("http").EndpointAnnotation.AllocatedPort = 6333;
        var consumer = _builder.AddExecutable("consumer", "sh", ".").WithReference(qdrant);

        var (variables, _) = await EnvironmentOf(consumer.Resource);

        variables["ConnectionStrings__qdrant"].ShouldStartWith("Endpoint=http://localhost:6334;Key=");
        variables["ConnectionStrings__qdrant_http"].ShouldStartWith("Endpoint=http://localhost:6333;Key=");
        variables["QDRANT_HTTPURI"].ShouldBe("http://localhost:6333");
    }

    [Fact]
    public async Task WithReference_Absent_GivesNothing()
    {
        var redis = _builder.AddRedis("redis");
        var llm = _builder.AddContainer("llm", "llama", "1").WithHttpEndpoint(targetPort: 80);
        var consumer = _builder.AddExecutable("consumer", "sh", ".").WithReference(redis).WithReference(llm.GetEndpoint("http"))
            .WithEnvironment("LLM", llm.GetEndpoint("http"));

        var (variables, _) = await EnvironmentOf(consumer.Resource, _ => true);

        variables.ShouldBeEmpty();
    }

    [Fact]
    public void Builder_OfRedis_IsBuilderOfConnectionString()
    {
        IResourceBuilder<IResourceWithConnectionString> covariant = _builder.AddRedis("redis");

        covariant.Resource.ShouldBeOfType<RedisResource>();
    }

    [Fact]
    public async Task Parameter_Generated_IsKeptForItsOwnerOnly()
    {
        var first = await _builder.AddParameter("internal-key", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true, persist: true)
            .Resource.GetValueAsync(TestContext.Current.CancellationToken);
        var later = new DistributedApplicationBuilder([$"--LOCALAI_DATA={_folder.Path}"], appHost: null);
        var second = await later.AddParameter("internal-key", new GenerateParameterDefault { MinLength = 40 }, secret: true, persist: true)
            .Resource.GetValueAsync(TestContext.Current.CancellationToken);

        second.ShouldBe(first);
        first!.Length.ShouldBe(40);
        var file = Path.Combine(_folder.Path, "keys", "internal-key");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(first);
    }

    [Fact]
    public async Task Parameter_Configured_GoesBeforeItsDefault()
    {
        var builder = new DistributedApplicationBuilder([$"--LOCALAI_DATA={_folder.Path}", "--Parameters:internal-key=mine"], appHost: null);
        var parameter = builder.AddParameter("internal-key", new GenerateParameterDefault { MinLength = 40 }, secret: true, persist: true);

        (await parameter.Resource.GetValueAsync(TestContext.Current.CancellationToken)).ShouldBe("mine");
        Directory.Exists(Path.Combine(_folder.Path, "keys")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a--b")]
    [InlineData("a-")]
    [InlineData("a_b")]
    [InlineData("요")]
    public void AddResource_NameAgainstTheRules_IsRefused(string name) =>
        Should.Throw<ArgumentException>(() => _builder.AddRedis(name)).Message.ShouldContain("is not a resource name");

    [Fact]
    public void AddResource_SameNameInOtherCase_IsRefused()
    {
        _builder.AddContainer("llm", "a", "1");

        Should.Throw<InvalidOperationException>(() => _builder.AddContainer("LLM", "a", "1")).Message.ShouldContain("already a resource named 'LLM'");
    }

    [Fact]
    public void WaitFor_Itself_IsRefused()
    {
        var redis = _builder.AddRedis("redis");

        Should.Throw<InvalidOperationException>(() => redis.WaitFor(redis)).Message.ShouldContain("cannot wait for itself");
    }

    [Theory]
    [InlineData("512M", 512L << 20)]
    [InlineData("2g", 2L << 30)]
    [InlineData("1024", 1024)]
    public void ParseBytes_Amount_IsRead(string text, long bytes) => LimitExtensions.ParseBytes(text).ShouldBe(bytes);

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-1G")]
    [InlineData("1.5G")]
    [InlineData("99999999999G")]
    public void ParseBytes_NoAmount_IsRefused(string text) =>
        Should.Throw<FormatException>(() => LimitExtensions.ParseBytes(text)).Message.ShouldContain("write for example 512M");

    private Task<(Dictionary<string, string> Variables, HashSet<string> Secrets)> EnvironmentOf(IResource resource, Predicate<IResource>? isAbsent = null) =>
        new ResourceValues(_builder.ExecutionContext, isAbsent ?? (_ => false)).EnvironmentAsync(resource, TestContext.Current.CancellationToken);
}
