using LocalAi.AgentApi.Approvals;
using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Limits;
using LocalAi.AgentApi.Pages;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Preferences;
using LocalAi.AgentApi.Runs;
using LocalAi.AgentApi.Sessions;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Validation;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Configuration;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.ServiceDefaults.Redis;

namespace LocalAi.AgentApi;

internal static class AgentServices
{
    /// <summary>Options, storage and the pipeline. Tools are added by <see cref="ToolServices.AddTools"/>.</summary>
    public static WebApplicationBuilder AddAgent(this WebApplicationBuilder builder)
    {
        builder.AddPostgres("localai", "agent", "rhythm");
        builder.AddOptionalRedis("redis");
        builder.Services.AddGatewayApiKeys();
        builder.Services.AddValidatedOptions<AgentOptions, AgentOptionsValidator>(AgentOptions.Section)
            .PostConfigure(options => options.SecurityMode = builder.Configuration["SECURITY_MODE"] ?? options.SecurityMode);
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddSingleton<RateLimiter>();
        builder.Services.AddSingleton<RedisWindow>();
        builder.Services.AddSingleton<ConcurrencyTiers>();
        builder.Services.AddSingleton<ApprovalStore>();
        builder.Services.AddSingleton<ApprovalGate>();
        builder.Services.AddSingleton<ApprovalDesk>();
        builder.Services.AddSingleton<TaintRegister>();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<AuditReader>();
        builder.Services.AddSingleton<AuditWriter>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<AuditWriter>());
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<PreferenceRules>();
        builder.Services.AddSingleton<PreferenceStore>();
        builder.Services.AddSingleton<RunStore>();
        builder.Services.AddSingleton<RunSignal>();
        builder.Services.AddTransient<ContextWindow>();
        builder.Services.AddTransient<RunLoop>();
        builder.Services.AddHostedService<RunWorker>();
        builder.Services.AddHostedService<RunListener>();
        builder.Services.AddSingleton<CodeValidator>();
        builder.Services.AddSingleton<ResultPages>();
        builder.Services.AddSingleton<ToolCatalog>();
        builder.Services.AddSingleton<ToolPipeline>();
        return builder;
    }

    public static WebApplication MapAgent(this WebApplication app)
    {
        app.MapTools();
        app.MapApprovals();
        app.MapAudit();
        app.MapSessions();
        app.MapPreferences();
        app.MapRuns();
        app.MapPages();
        app.MapValidation();
        return app;
    }
}
