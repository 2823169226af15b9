using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.ServiceDefaults;

public sealed class ServiceDefaultsTests
{
    private const string InternalKey = "0123456789abcdef0123456789abcdef";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoAmI_LoopbackWithoutKeys_IsTheDefaultAdmin()
    {
        await using var service = await StartAsync(new KeyRing());

        (await service.Client.GetStringAsync("/who", Cancel)).ShouldBe("default admin");
    }

    [Fact]
    public async Task WhoAmI_InternalKey_ActsForTheNamedUser()
    {
        await using var service = await StartAsync(new KeyRing("sk-local-1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", InternalKey) } };
        request.Headers.Add("x-localai-user", "mina");

        using var response = await service.Client.SendAsync(request, Cancel);

        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe("mina admin");
    }

    [Fact]
    public async Task WhoAmI_UserKey_CannotActForAnother()
    {
        await using var service = await StartAsync(new KeyRing("sk-local-1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "sk-local-1") } };
        request.Headers.Add("x-localai-user", "root");

        using var response = await service.Client.SendAsync(request, Cancel);

        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe("jun user");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sk-local-wrong")]
    [InlineData("")]
    public async Task WhoAmI_KeysExistAndNoneFits_Gets401ThatSaysWhatToDo(string? key)
    {
        await using var service = await StartAsync(new KeyRing("sk-local-1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.TryAddWithoutValidation("Authorization", key is null ? null : "Bearer " + key);

        using var response = await service.Client.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        (await ProblemAsync(response)).GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("ai keys create");
    }

    [Fact]
    public async Task AdminEndpoint_UserKey_Gets403()
    {
        await using var service = await StartAsync(new KeyRing("sk-local-1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "sk-local-1") } };

        using var response = await service.Client.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Any_ForeignHost_Gets403BeforeAnythingElse()
    {
        await using var service = await StartAsync(new KeyRing());
        foreach (var path in new[] { "/who", "/health", "/alive", "/openapi/v1.json", "/nothing" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
            using var response = await service.Client.SendAsync(request, Cancel);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task Any_ForeignOrigin_Gets403()
    {
        await using var service = await StartAsync(new KeyRing());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Add("Origin", "https://evil.example");

        using var response = await service.Client.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task RequestProblem_IsToldWithFieldCodeAndRetryAfter()
    {
        await using var service = await StartAsync(new KeyRing());

        using var response = await service.Client.GetAsync("/wrong", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        var problem = await ProblemAsync(response);
        problem.GetProperty("detail").GetString().ShouldBe("top is 0; write 1 to 50.");
        problem.GetProperty("field").GetString().ShouldBe("top");
        problem.GetProperty("code").GetString().ShouldBe("out_of_range");
        problem.GetProperty("request_id").GetString().ShouldBe(response.Headers.GetValues("x-request-id").Single());
    }

    [Fact]
    public async Task UnexpectedError_SaysNothingOfTheInside()
    {
        await using var service = await StartAsync(new KeyRing());

        using var response = await service.Client.GetAsync("/crash", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("secret detail");
    }

    [Theory]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}")]
    [InlineData("{\"text\":")]
    [InlineData("[1,2]")]
    [InlineData("")]
    public async Task Post_BadJson_Gets400(string body)
    {
        await using var service = await StartAsync(new KeyRing());

        using var response = await service.Client.PostAsync("/notes", new StringContent(body, null, "application/json"), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Post_BodyOverTheLimit_Gets413()
    {
        await using var service = await StartAsync(new KeyRing());

        using var response = await service.Client.PostAsJsonAsync("/notes", new { text = new string('a', 11 << 20) }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("good-id_1.2", true)]
    [InlineData("bad id", false)]
    [InlineData("<script>", false)]
    public async Task RequestId_IsEchoedOnlyWhenSane(string given, bool echoed)
    {
        await using var service = await StartAsync(new KeyRing());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/alive");
        request.Headers.TryAddWithoutValidation("x-request-id", given);

        using var response = await service.Client.SendAsync(request, Cancel);

        var id = response.Headers.GetValues("x-request-id").Single();
        (id == given).ShouldBe(echoed);
        id.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Start_WrongSetting_NamesKeyValueAndWhatIsAllowed()
    {
        var wrong = await Should.ThrowAsync<OptionsValidationException>(
            () => TestService.StartAsync(_ => { }, _ => { }, Cancel, ("LocalAi:AllowedOrigins:0", "chat.example.org")));

        wrong.Failures.Single().ShouldBe(
            "LocalAi:AllowedOrigins is 'chat.example.org'; write an origin such as https://chat.example.org or http://10.0.0.5:3000.");
    }

    private static Task<TestService> StartAsync(IApiKeys keys) => TestService.StartAsync(
        builder => builder.Services.AddSingleton(keys),
        app =>
        {
            app.MapGet("/who", (HttpContext context) => $"{context.User.UserName()} {(context.User.IsInRole(Roles.Admin) ? "admin" : "user")}");
            app.MapGet("/admin", () => "yes").RequireAuthorization(Roles.Admin);
            app.MapGet("/crash", string () => throw new InvalidOperationException("secret detail"));
            app.MapGet("/wrong", string () => throw new RequestProblemException(422, "top is 0; write 1 to 50.")
            {
                Field = "top",
                Code = "out_of_range",
                RetryAfter = TimeSpan.FromSeconds(1.5),
            });
            app.MapPost("/notes", (Note note) => note.Text.Length);
        },
        Cancel,
        ("LocalAi:InternalKey", InternalKey));

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

    private sealed record Note(string Text);

    private sealed class KeyRing(params string[] keys) : IApiKeys
    {
        public ValueTask<bool> AnyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(keys.Length > 0);

        public ValueTask<ApiKeyIdentity?> FindAsync(string key, CancellationToken cancellationToken) =>
            ValueTask.FromResult(keys.Contains(key) ? new ApiKeyIdentity("k1", "jun", Roles.User) : null);
    }
}
