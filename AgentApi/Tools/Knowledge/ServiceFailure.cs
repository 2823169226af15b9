using LocalAi.Contracts.Errors;

namespace LocalAi.AgentApi.Tools.Knowledge;

/// <summary>What a model is told when another LocalAi service refuses or is away.</summary>
internal static class ServiceFailure
{
    public static ToolException Tell(string service, ApiException refused) =>

        // Without a status the message names the service's address, which is of no use to a model.
        new(refused.Status is null ? $"{service} does not answer. It is started by `dotnet run --project AppHost`." : refused.Message, refused);
}
