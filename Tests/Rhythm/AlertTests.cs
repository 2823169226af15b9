using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace LocalAi.Tests.Rhythm;

/// <summary>Alerts through the loop, the database, REST, the page and a webhook.</summary>
public sealed class AlertTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATaskThatKeepsFailing_IsAnAlert_ToldOnce_Acknowledged_AndOverWithItsSuccess()
    {
        var broken = true;
        var task = ProbeTask.EverySecond("sick", (_, _) => broken ? throw new InvalidOperationException("secret detail") : Task.FromResult("well"));
        await using var receiver = await Receiver.StartAsync(Cancel);
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [task], [.. Quick, ("Rhythm:Alerts:Webhook", receiver.Url), ("Rhythm:Alerts:WebhookSecret", "s3cret")]);
        var rhythm = new RhythmClient(host.Http());

        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);
        await Eventually.TrueAsync(async () => await OpenAsync(rhythm) is [_], "there is an alert", Cancel);
        var alert = (await OpenAsync(rhythm)).Single();
        alert.Rule.ShouldBe("failed_task");
        alert.Subject.ShouldBe("sick");
        alert.State.ShouldBe("firing");
        (await rhythm.AcknowledgeAsync(alert.Id, "I look at it", Cancel)).ShouldSatisfyAllConditions(a => a.State.ShouldBe("acknowledged"), a => a.ChangedBy.ShouldBe("default"), a => a.Note.ShouldBe("I look at it"));

        broken = false;
        await Eventually.TrueAsync(async () => (await OpenAsync(rhythm)).Count == 0, "it is over", Cancel);
        (await rhythm.GetAlertsAsync(all: true, 10, Cancel)).Alerts.Single().ResolvedAt.ShouldNotBeNull();
        (await Should.ThrowAsync<ApiException>(rhythm.AcknowledgeAsync(alert.Id, null, Cancel))).Message.ShouldContain("nothing to acknowledge");

        await Eventually.TrueAsync(() => receiver.States.Count == 2, "both changes were told", Cancel);
        receiver.States.ShouldBe(["firing", "resolved"]);
        receiver.Bodies.ShouldAllBe(b => !b.Body.Contains("secret detail", StringComparison.Ordinal));
        receiver.Bodies.ShouldAllBe(b => b.Signature == "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes(b.Body))));
    }

    [Fact]
    public async Task ASilencedAlert_IsNotTold_AlsoWhenItComesAgain_AndAReceiverThatFailsIsAskedAgain()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var receiver = await Receiver.StartAsync(Cancel, failures: 1);
        await using var host = RhythmHost.Start(connection, [ProbeTask.Daily("daily")], [.. Quick, ("Rhythm:Alerts:Webhook", receiver.Url)]);
        var rhythm = new RhythmClient(host.Http());
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        await ProbesAsync(connection, "down");
        await Eventually.TrueAsync(() => receiver.States.Count == 1, "it was told in the second attempt", Cancel);
        receiver.Attempts.ShouldBe(2);
        var alert = (await OpenAsync(rhythm)).Single();
        alert.Title.ShouldBe("rag is down.");
        var silenced = await rhythm.SilenceAsync(alert.Id, TimeProvider.System.GetUtcNow().AddHours(2), Cancel);
        silenced.State.ShouldBe("silenced");
        silenced.SilencedUntil.ShouldNotBeNull();

        await ProbesAsync(connection, "ok");
        await Eventually.TrueAsync(async () => (await OpenAsync(rhythm)).Count == 0, "it is over", Cancel);
        await ProbesAsync(connection, "down");
        await Eventually.TrueAsync(async () => await OpenAsync(rhythm) is [{ State: "silenced" }], "it is back and silent", Cancel);
        receiver.States.ShouldBe(["firing"]);

        (await rhythm.SilenceAsync((await OpenAsync(rhythm)).Single().Id, null, Cancel)).State.ShouldBe("firing");
    }

    [Fact]
    public async Task WhatIsWrong_IsRefusedWithTheReason()
    {
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [ProbeTask.Daily("daily")]);
        var rhythm = new RhythmClient(host.Http());
        var user = new RhythmClient(host.Http("key-mina"));
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        (await Should.ThrowAsync<ApiException>(rhythm.AcknowledgeAsync(7, null, Cancel))).Message.ShouldContain("There is no alert 7.");
        (await Should.ThrowAsync<ApiException>(rhythm.AcknowledgeAsync(7, new string('x', 501), Cancel))).Message.ShouldContain("note must have 1 to 500");
        (await Should.ThrowAsync<ApiException>(rhythm.SilenceAsync(7, TimeProvider.System.GetUtcNow().AddYears(2), Cancel))).Message.ShouldContain("within the next year");
        (await Should.ThrowAsync<ApiException>(user.AcknowledgeAsync(7, null, Cancel))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await user.GetAlertsAsync(all: true, 10, Cancel)).Alerts.ShouldBeEmpty();
    }

    private static (string, string)[] Quick => [("Rhythm:Alerts:EverySeconds", "1"), ("Rhythm:Alerts:HoldMinutes", "0"), ("Rhythm:Alerts:CpuAbove", "1"), ("Rhythm:Alerts:MemoryAbove", "1"), ("Rhythm:Alerts:DiskAbove", "1")];

    private static async Task<IReadOnlyList<RhythmAlert>> OpenAsync(RhythmClient rhythm) => (await rhythm.GetAlertsAsync(all: false, 10, Cancel)).Alerts;

    private static async Task ProbesAsync(string connection, string status)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.ExecuteAsync("INSERT INTO rhythm.probes (target, status, milliseconds) SELECT 'rag', @status, 3 FROM generate_series(1, 3)", new { status });
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private TestService _service = null!;
        private int _failures;

        public string Url => new Uri(_service.Client.BaseAddress!, "hook").ToString();

        public int Attempts { get; private set; }

        public List<(string Body, string Signature)> Bodies { get; } = [];

        public IReadOnlyList<string> States
        {
            get
            {
                lock (Bodies)
                {
                    return [.. Bodies.Select(b => JsonElement.Parse(b.Body).GetProperty("state").GetString()!)];
                }
            }
        }

        public static async Task<Receiver> StartAsync(CancellationToken cancellationToken, int failures = 0)
        {
            var receiver = new Receiver { _failures = failures };
            receiver._service = await TestService.StartAsync(_ => { }, app => app.MapPost("/hook", receiver.TakeAsync).AllowAnonymous(), cancellationToken);
            return receiver;
        }

        public ValueTask DisposeAsync() => _service.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            lock (Bodies)
            {
                Attempts++;
                if (_failures-- > 0)
                {
                    context.Response.StatusCode = 503;
                    return;
                }

                Bodies.Add((body, context.Request.Headers["x-localai-signature"].ToString()));
            }
        }
    }
}
