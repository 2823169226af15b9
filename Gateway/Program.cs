using LocalAi.Gateway;
using LocalAi.Gateway.Door;
using LocalAi.ServiceDefaults;

DoorSockets.CompleteInline();
return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();
    builder.AddDoor();
    builder.AddGateway();

    var app = builder.Build();
    app.UseOpenAiDoor();
    app.MapServiceDefaults();
    app.MapGatewayApi();
    return app;
});
