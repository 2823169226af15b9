using LocalAi.AgentApi;
using LocalAi.AgentApi.Mcp;
using LocalAi.AgentApi.Rhythm;
using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.Api;
using LocalAi.AgentApi.Watchers.Settings;
using LocalAi.ServiceDefaults;

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();
    builder.AddAgent();
    builder.AddTools();
    builder.AddRhythm();
    builder.AddProgramSettings();
    builder.AddWatchers();
    builder.AddMcp(args);

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapAgent();
    app.MapRhythm();
    app.MapSettings();
    app.MapWatchers();
    app.MapMcp();
    return app;
});
