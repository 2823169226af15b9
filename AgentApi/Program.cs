using LocalAi.AgentApi;
using LocalAi.AgentApi.Tools;
using LocalAi.ServiceDefaults;

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();
    builder.AddAgent();
    builder.AddTools();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapAgent();
    return app;
});
