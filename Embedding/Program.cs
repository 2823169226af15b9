using LocalAi.Embedding;
using LocalAi.Embedding.Api;
using LocalAi.ServiceDefaults;
using LocalAi.ServiceDefaults.Redis;

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults();
    builder.AddOptionalRedis("redis");
    builder.AddEmbedding();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapEmbedding();
    return app;
});
