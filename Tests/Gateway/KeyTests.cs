using System.Net;
using System.Net.Http.Headers;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Gateway;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Gateway;

public sealed class KeyTests(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FirstKey_EndsAnonymousUse_AndWorksAtOnce()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        using (var anonymous = await gateway.Client.PostAsync(Chat.Request()))
        {
            anonymous.StatusCode.ShouldBe(HttpStatusCode.OK, "without keys loopback callers need none");
        }

        var created = await Admin(gateway).CreateKeyAsync(new CreateApiKey { Name = "laptop", User = "mina" }, Cancel);

        created.Key.ShouldMatch("^sk-local-[A-Za-z0-9_-]{43}$");
        using var without = await gateway.Client.PostAsync(Chat.Request());
        without.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await without.ErrorAsync()).GetProperty("code").GetString().ShouldBe("invalid_api_key");
        using var models = await gateway.Client.GetAsync("/v1/models", Cancel);
        models.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var with = await gateway.Client.PostAsync(Chat.Request(), key: created.Key);
        with.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Database_HoldsNoKey()
    {
        var database = await postgres.CreateDatabaseAsync(Cancel);
        await using var gateway = await TestGateway.StartAsync(("ConnectionStrings:localai", database));
        var created = await CreateAsync(gateway, new CreateApiKey { Name = "a" });

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT row_to_json(k)::text FROM gateway.api_keys k", connection);
        var row = (string)(await command.ExecuteScalarAsync(Cancel))!;

        row.ShouldNotContain(created.Key["sk-local-".Length..]);
        row.ShouldContain(created.Key.Substring("sk-local-".Length, 8));
    }

    [Fact]
    public async Task Revoked_StopsWorkingAtOnce_AndIsListed()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        var created = await CreateAsync(gateway, new CreateApiKey { Name = "a" });
        await CreateAsync(gateway, new CreateApiKey { Name = "b" });

        await Admin(gateway).RevokeKeyAsync(created.Entry.Id, Cancel);

        using var response = await gateway.Client.PostAsync(Chat.Request(), key: created.Key);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await Admin(gateway).ListKeysAsync(null, Cancel);
        page.Keys.Select(k => (k.Name, k.RevokedAt is not null)).ShouldBe([("b", false), ("a", true)]);
        (await Should.ThrowAsync<ApiException>(() => Admin(gateway).RevokeKeyAsync("nothing", Cancel))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task UserKey_MayNotAdminister()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        var created = await CreateAsync(gateway, new CreateApiKey { Name = "a" });
        using var client = new HttpClient { BaseAddress = gateway.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", created.Key);
        var user = new GatewayAdminClient(client);

        (await Should.ThrowAsync<ApiException>(() => user.ListKeysAsync(null, Cancel))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Should.ThrowAsync<ApiException>(() => user.CreateKeyAsync(new CreateApiKey { Name = "x", Role = "admin" }, Cancel))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Verify_TellsServicesWhoseKeyItIs()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        var admin = Admin(gateway);
        (await admin.AnyKeysAsync(Cancel)).AnyKeys.ShouldBeFalse();
        var created = await CreateAsync(gateway, new CreateApiKey { Name = "a", User = "mina", Role = "admin" });

        var valid = await admin.VerifyKeyAsync(created.Key, Cancel);
        var invalid = await admin.VerifyKeyAsync(created.Key[..^1] + (created.Key[^1] == 'A' ? 'B' : 'A'), Cancel);

        (valid.AnyKeys, valid.Valid, valid.User, valid.Role, valid.KeyId).ShouldBe((true, true, "mina", "admin", created.Entry.Id));
        (invalid.AnyKeys, invalid.Valid).ShouldBe((true, false));
        using var client = new HttpClient { BaseAddress = gateway.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", created.Key);
        (await Should.ThrowAsync<ApiException>(() => new GatewayAdminClient(client).VerifyKeyAsync("x", Cancel))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task KeyLimits_AreKept()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        var limited = await CreateAsync(gateway, new CreateApiKey { Name = "a", Limits = new ApiKeyLimits { Models = ["chat-7b"], RequestsPerMinute = 2 } });
        var budget = await CreateAsync(gateway, new CreateApiKey { Name = "b", Limits = new ApiKeyLimits { TokensPerDay = 9 } });
        var perMinute = await CreateAsync(gateway, new CreateApiKey { Name = "c", Limits = new ApiKeyLimits { TokensPerMinute = 9 } });

        using var model = await gateway.Client.PostAsync(Chat.Request("code-7b"), key: limited.Key);
        model.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await model.ErrorAsync()).GetProperty("code").GetString().ShouldBe("model_not_allowed");
        await StatusesAsync(limited.Key, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
        await StatusesAsync(budget.Key, HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
        await StatusesAsync(perMinute.Key, HttpStatusCode.OK, HttpStatusCode.TooManyRequests);

        async Task StatusesAsync(string key, params HttpStatusCode[] expected)
        {
            foreach (var status in expected)
            {
                using var response = await gateway.Client.PostAsync(Chat.Request(), key: key);
                response.StatusCode.ShouldBe(status);
                (response.Headers.RetryAfter is not null).ShouldBe(status == HttpStatusCode.TooManyRequests);
            }
        }
    }

    [Fact]
    public async Task ConcurrencyOfAKey_IsLimited()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Hang;
        await using var gateway = await StartAsync(upstream);
        var key = await CreateAsync(gateway, new CreateApiKey { Name = "a", Limits = new ApiKeyLimits { Concurrency = 1 } });
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = gateway.Client.PostAsync(Chat.Request(), key: key.Key, cancellationToken: leave.Token);
        await Eventually.TrueAsync(() => upstream.Running == 1, "the first runs", Cancel);

        using var second = await gateway.Client.PostAsync(Chat.Request(), key: key.Key);

        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task WrongKeys_AreThrottled_AndTheRightOneStillWorks()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        var key = await CreateAsync(gateway, new CreateApiKey { Name = "a" });
        var statuses = new List<HttpStatusCode>();

        for (var i = 0; i < 15; i++)
        {
            using var response = await gateway.Client.PostAsync(Chat.Request(), key: $"sk-local-{new string('x', 41)}{i:00}");
            statuses.Add(response.StatusCode);
        }

        statuses.Count(s => s == HttpStatusCode.Unauthorized).ShouldBe(10);
        statuses.Count(s => s == HttpStatusCode.TooManyRequests).ShouldBe(5);
        using var right = await gateway.Client.PostAsync(Chat.Request(), key: key.Key);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WrongKeysOnTheAdminApi_AreThrottledTogetherWithThoseOnV1()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        await CreateAsync(gateway, new CreateApiKey { Name = "a" });
        using var guesser = new HttpClient { BaseAddress = gateway.Address };
        guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-local-" + new string('x', 43));

        for (var i = 0; i < 5; i++)
        {
            using var onV1 = await guesser.PostAsync(Chat.Request());
            using var onApi = await guesser.GetAsync("/api/keys", Cancel);
            (onV1.StatusCode, onApi.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        }

        using var refused = await guesser.GetAsync("/api/usage", Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await refused.JsonAsync()).GetProperty("code").GetString().ShouldBe("too_many_wrong_keys");
        (await Admin(gateway).ListKeysAsync(null, Cancel)).Keys.Count.ShouldBe(1, "the right key still works");
    }

    [Theory]
    [InlineData("", "user")]
    [InlineData("ok", "root")]
    public async Task Create_WrongValues_422(string name, string role)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await StartAsync(upstream);

        (await Should.ThrowAsync<ApiException>(() => Admin(gateway).CreateKeyAsync(new CreateApiKey { Name = name, Role = role }, Cancel)))
            .Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task WithoutPostgres_CreatingAKeySaysWhatIsMissing()
    {
        await using var gateway = await TestGateway.StartAsync();

        var refused = await Should.ThrowAsync<ApiException>(() => Admin(gateway).CreateKeyAsync(new CreateApiKey { Name = "a" }, Cancel));

        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Message.ShouldContain("Postgres is not configured");
    }

    [Fact]
    public async Task PostgresAwayAtStart_KnownKeysWork_AndTheMachineStaysClosed()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        using var folder = new TemporaryFolder();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        CreatedApiKey key;
        await using (var gateway = await StartAsync(upstream, database, folder.Path))
        {
            key = await CreateAsync(gateway, new CreateApiKey { Name = "a" });
        }

        var away = new NpgsqlConnectionStringBuilder(database) { Port = PostgresServer.FreePort() };
        await using var restarted = await StartAsync(upstream, away.ConnectionString, folder.Path);

        using var with = await restarted.Client.PostAsync(Chat.Request(), key: key.Key);
        using var without = await restarted.Client.PostAsync(Chat.Request());
        with.StatusCode.ShouldBe(HttpStatusCode.OK);
        without.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static GatewayAdminClient Admin(TestGateway gateway)
    {
        var client = new HttpClient { BaseAddress = gateway.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestGateway.InternalKey);
        return new GatewayAdminClient(client);
    }

    /// <summary>Creates a key as soon as the schema is migrated.</summary>
    private static async Task<CreatedApiKey> CreateAsync(TestGateway gateway, CreateApiKey request)
    {
        CreatedApiKey? created = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    created = await Admin(gateway).CreateKeyAsync(request, Cancel);
                    return true;
                }
                catch (ApiException away) when (away.Status == HttpStatusCode.ServiceUnavailable)
                {
                    return false;
                }
            },
            "the key is created",
            Cancel);
        return created!;
    }

    private async Task<TestGateway> StartAsync(ScriptedUpstream upstream, string? database = null, string? folder = null)
    {
        var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Endpoint", upstream.Url),
            ("ConnectionStrings:localai", database ?? await postgres.CreateDatabaseAsync(Cancel)),
            ("LocalAi:DataFolder", folder ?? _folder.Path));
        if (database is null)
        {
            await Eventually.TrueAsync(
                async () => (await Admin(gateway).HealthAsync(Cancel)).Checks.GetValueOrDefault("postgres") == "ok", "Postgres is ready", Cancel);
        }

        return gateway;
    }
}
