using System.Text.Json;
using LocalAi.Contracts.Gateway;

namespace LocalAi.Gateway.Keys;

/// <summary>A row of <c>gateway.api_keys</c>.</summary>
internal sealed record KeyRow(
    string Id, string Name, string User, string Role, string Prefix, byte[] Hash, string Limits,
    DateTime CreatedAt, DateTime? ExpiresAt, DateTime? LastUsedAt, DateTime? RevokedAt)
{
    public const string Select =
        "SELECT id, name, user_name AS \"User\", role, prefix, hash, limits::text AS limits, created_at AS CreatedAt, expires_at AS ExpiresAt, " +
        "last_used_at AS LastUsedAt, revoked_at AS RevokedAt FROM gateway.api_keys ";

    private ApiKeyLimits ReadLimits() => JsonSerializer.Deserialize(Limits, KeyJson.Default.ApiKeyLimits) ?? new ApiKeyLimits();

    public ApiKeyEntry ToEntry() => new()
    {
        Id = Id,
        Name = Name,
        User = User,
        Role = Role,
        Prefix = ApiKeyText.Start + Prefix,
        Limits = ReadLimits(),
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
        LastUsedAt = LastUsedAt,
        RevokedAt = RevokedAt,
    };

    public ApiKeyRecord ToRecord() => new()
    {
        Id = Id,
        Name = Name,
        User = User,
        Role = Role,
        Prefix = Prefix,
        Hash = Hash,
        Limits = ReadLimits(),
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
    };
}
