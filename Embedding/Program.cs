using LocalAi.ServiceDefaults;

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();

    var app = builder.Build();
    app.MapServiceDefaults();
    return app;
});
