using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.ServiceDefaults.Errors;

internal static class ServiceErrorExtensions
{
    public static IServiceCollection AddServiceErrors(this IServiceCollection services)
    {
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions["request_id"] = context.HttpContext.TraceIdentifier;
            if (Activity.Current?.TraceId is { } trace)
            {
                context.ProblemDetails.Extensions["trace_id"] = trace.ToString();
            }
        });
        return services.AddExceptionHandler<ServiceErrorHandler>();
    }
}
