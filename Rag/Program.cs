using LocalAi.Rag;
using LocalAi.ServiceDefaults;
using LocalAi.ServiceDefaults.Postgres;

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();
    builder.AddPostgres("localai", "rag");
    builder.AddRag();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapRag();
    return app;
});
