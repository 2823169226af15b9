using LocalAi.AgentApi;
using LocalAi.AgentApi.Mcp;
using LocalAi.AgentApi.Rhythm;
using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.Api;
using LocalAi.ServiceDefaults;

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();
    builder.AddAgent();
    builder.AddTools();
    builder.AddRhythm();
    builder.AddWatchers();
    builder.AddMcp(args);

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapAgent();
    app.MapRhythm();
    app.MapWatchers();
    app.MapMcp();
    return app;
});
