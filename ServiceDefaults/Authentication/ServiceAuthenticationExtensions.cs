using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalAi.ServiceDefaults.Authentication;

internal static class ServiceAuthenticationExtensions
{
    /// <summary>Every endpoint needs a caller unless it says AllowAnonymous; the policy <c>admin</c> needs an administrator.</summary>
    public static IServiceCollection AddServiceAuthentication(this IServiceCollection services)
    {
        services.TryAddSingleton<IApiKeys, NoApiKeys>();

        // Not AddAuthentication: that brings data protection, whose key files nothing here needs.
        services.AddWebEncoders();
        services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = ApiKeyAuthenticationHandler.SchemeName;
            authentication.AddScheme<ApiKeyAuthenticationHandler>(ApiKeyAuthenticationHandler.SchemeName, null);
        });
        services.AddTransient<ApiKeyAuthenticationHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Roles.Admin, policy => policy.RequireRole(Roles.Admin));
        return services;
    }
}
