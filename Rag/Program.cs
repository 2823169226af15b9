using LocalAi.Rag;
using LocalAi.ServiceDefaults;

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();
    builder.AddRag();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapRag();
    return app;
});
