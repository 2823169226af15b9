using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Door;

/// <summary>
/// The usual policies without the framework's cache of them: that builds every endpoint while the gateway starts, although <c>/v1</c> needs none.
/// They are built with the first request for the admin API.
/// </summary>
internal sealed class LatePolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    public override bool AllowsCachingPolicies => false;
}
