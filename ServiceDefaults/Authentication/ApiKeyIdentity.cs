namespace LocalAi.ServiceDefaults.Authentication;

/// <param name="KeyId">Stable id of the key (not the key).</param>
/// <param name="User">The user it acts for.</param>
/// <param name="Role"><see cref="Roles.Admin"/> or <see cref="Roles.User"/>.</param>
public sealed record ApiKeyIdentity(string KeyId, string User, string Role);
