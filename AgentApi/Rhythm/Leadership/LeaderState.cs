namespace LocalAi.AgentApi.Rhythm.Leadership;

/// <summary>What a node knows of the lead after a tick.</summary>
/// <param name="Role">Leader, follower, or away from the database.</param>
/// <param name="Epoch">The epoch this node leads under; 0 when it does not.</param>
/// <param name="Version">Changes by people so far: a new number means that tasks must be read again.</param>
/// <param name="DatabaseNow">The database's clock; null while away, and when it was not asked this time.</param>
internal sealed record LeaderState(LeaderRole Role, long Epoch, long Version, DateTimeOffset? DatabaseNow)
{
    public static LeaderState Away { get; } = new(LeaderRole.Away, 0, 0, null);
}
