using System.CommandLine;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;
using LocalAi.Contracts.Gateway;

namespace LocalAi.Cli.Commands;

/// <summary><c>ai keys …</c></summary>
internal static class KeysCommand
{
    private const int MostPages = 100;

    public static Command Create()
    {
        var list = new Command("list", Language.Pick("All keys, newest first", "모든 키, 최근 것부터"));
        list.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        var id = new Argument<string>("id") { Description = Language.Pick("Id or prefix of the key", "키의 id 또는 앞부분") };
        var revoke = new Command("revoke", Language.Pick("End a key at once and for good", "키를 즉시, 영구히 폐기")) { id };
        revoke.Run(async (parse, context, cancellationToken) =>
        {
            await context.Services.GatewayAdmin.RevokeKeyAsync(parse.GetRequiredValue(id), cancellationToken);
            context.Output.WriteLine(Language.Pick($"{parse.GetRequiredValue(id)} is revoked.", $"{parse.GetRequiredValue(id)}을(를) 폐기했습니다."));
            return ExitCodes.Ok;
        });
        var command = new Command("keys", Language.Pick("API keys of the gateway", "게이트웨이의 API 키")) { CreateKey(), list, revoke };
        command.Run((_, context, cancellationToken) => ListAsync(context, cancellationToken));
        return command;
    }

    private static Command CreateKey()
    {
        var name = new Argument<string>("name") { Description = Language.Pick("What the key is for", "키의 용도") };
        var role = new Option<string>("--role") { HelpName = "user|admin", Description = Language.Pick("Default: user", "기본값: user") };
        role.AcceptOnlyFromAmong("user", "admin");
        var user = new Option<string>("--user") { HelpName = "NAME", Description = Language.Pick("Whom it acts for", "누구의 키인지") };
        var models = new Option<string[]>("--models") { HelpName = "NAME", Description = Language.Pick("The models it may use", "쓸 수 있는 모델"), AllowMultipleArgumentsPerToken = true };
        var requests = new Option<int?>("--requests-per-minute") { HelpName = "N", Description = Language.Pick("Most requests a minute", "분당 최대 요청 수") };
        var tokens = new Option<long?>("--tokens-per-day") { HelpName = "N", Description = Language.Pick("Most tokens a day", "하루 최대 토큰 수") };
        var days = new Option<int?>("--expires-in-days") { HelpName = "N", Description = Language.Pick("Valid for so many days", "유효 기간(일)") };
        var create = new Command("create", Language.Pick("Make a key; it is shown once", "키 만들기(한 번만 보여 줌)")) { name, role, user, models, requests, tokens, days };
        create.Run(async (parse, context, cancellationToken) =>
        {
            if (parse.GetValue(days) is < 1 or > 3650)
            {
                throw CliException.Usage($"--expires-in-days is {parse.GetValue(days)}; it goes from 1 to 3650.");
            }

            var created = await context.Services.GatewayAdmin.CreateKeyAsync(
                new CreateApiKey
                {
                    Name = parse.GetRequiredValue(name),
                    Role = parse.GetValue(role),
                    User = parse.GetValue(user),
                    ExpiresAt = parse.GetValue(days) is { } valid ? TimeProvider.System.GetUtcNow().AddDays(valid) : null,
                    Limits = new ApiKeyLimits
                    {
                        Models = parse.GetValue(models) is { Length: > 0 } some ? some : null,
                        RequestsPerMinute = parse.GetValue(requests),
                        TokensPerDay = parse.GetValue(tokens),
                    },
                },
                cancellationToken);
            if (context.Json)
            {
                return JsonOutput.Write(context.Output, created, OutputJson.Readable.CreatedApiKey);
            }

            // The key alone on standard output, so that a script can catch it.
            context.Output.WriteLine(created.Key);
            context.Output.EndLine();
            await context.Output.Error.WriteLineAsync(Language.Pick(
                $"({created.Entry.Role}, id {created.Entry.Id}) Keep it now: it is never shown again.",
                $"({created.Entry.Role}, id {created.Entry.Id}) 지금 보관하세요. 다시 보여 주지 않습니다."));
            return ExitCodes.Ok;
        });
        return create;
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var keys = new List<ApiKeyEntry>();
        string? after = null;
        for (var i = 0; i < MostPages; i++)
        {
            var page = await context.Services.GatewayAdmin.ListKeysAsync(after, cancellationToken);
            keys.AddRange(page.Keys);
            after = page.Next;
            if (after is null)
            {
                break;
            }
        }

        if (context.Json)
        {
            return JsonOutput.Write(context.Output, keys, OutputJson.Readable.IReadOnlyListApiKeyEntry);
        }

        var table = new Table("ID", "NAME", "USER", "ROLE", "PREFIX", "LAST USED", "STATE");
        foreach (var key in keys)
        {
            var state = key.RevokedAt is not null ? "revoked" : key.ExpiresAt is { } end ? $"until {end.LocalDateTime:yyyy-MM-dd}" : "valid";
            table.Add(key.Id, key.Name, key.User, key.Role, key.Prefix, key.LastUsedAt is { } used ? $"{used.LocalDateTime:yyyy-MM-dd HH:mm}" : "never", state);
        }

        table.Write(context.Output);
        return ExitCodes.Ok;
    }
}
