using LocalAi.Contracts.Rhythm.Settings;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Watchers.Settings;

internal static class SettingsEndpoints
{
    private const int MostKeys = 50;

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/rhythm/settings").WithTags("rhythm").RequireAuthorization(Roles.Admin);
        settings.MapGet("", (SettingsOptimizer optimizer) => optimizer.List()).WithSummary("Settings of LM Studio, Docker Desktop and WSL, and what could be better on this machine.");
        settings.MapGet("/{program}", (SettingsOptimizer optimizer, string program) => optimizer.Look(Find(optimizer, program))).WithSummary("One program's settings, with a diff of what is recommended.");
        settings.MapPost("/{program}/apply", ApplyAsync).WithSummary("Writes recommended changes after a backup; refused when the file is not the one that was looked at.");
        settings.MapPost("/{program}/restore", RestoreAsync).WithSummary("Puts a backup back, byte for byte.");
    }

    private static Task<SettingsChanged> ApplyAsync(SettingsOptimizer optimizer, string program, ApplySettings request, CancellationToken cancellationToken)
    {
        if (request.Sha256 is not { Length: > 0 and <= 64 } hash)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"sha256 must be the one of GET /rhythm/settings/{program}.") { Field = "sha256" };
        }

        if (request.Keys is { Count: 0 or > MostKeys })
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"keys must have 1 to {MostKeys} entries; leave it out for all.") { Field = "keys" };
        }

        return ExplainedAsync(optimizer.ApplyAsync(Find(optimizer, program), hash, request.Keys, cancellationToken));
    }

    private static Task<SettingsChanged> RestoreAsync(SettingsOptimizer optimizer, string program, RestoreSettings request, CancellationToken cancellationToken) =>
        ExplainedAsync(optimizer.RestoreAsync(Find(optimizer, program), request.Backup, cancellationToken));

    private static async Task<SettingsChanged> ExplainedAsync(Task<SettingsChanged> change)
    {
        try
        {
            return await change;
        }
        catch (SettingsException refused)
        {
            var status = refused.Code switch
            {
                "missing" or "unknown_backup" => StatusCodes.Status404NotFound,
                "changed" or "read_only" => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status422UnprocessableEntity,
            };
            throw new RequestProblemException(status, refused.Message) { Code = refused.Code };
        }
    }

    private static SettingsProgram Find(SettingsOptimizer optimizer, string program)
    {
        if (optimizer.Find(program) is { } found)
        {
            return found;
        }

        var name = program.Length > 50 ? program[..50] : program;
        throw new RequestProblemException(StatusCodes.Status404NotFound, $"There are no settings of '{name}'. Programs: {string.Join(", ", optimizer.Names)}.") { Code = "program_not_found" };
    }
}
