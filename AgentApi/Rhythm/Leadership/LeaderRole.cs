namespace LocalAi.AgentApi.Rhythm.Leadership;

internal enum LeaderRole
{
    /// <summary>Plans and runs.</summary>
    Leader,

    /// <summary>Another node leads.</summary>
    Follower,

    /// <summary>The database cannot be reached.</summary>
    Away,
}
