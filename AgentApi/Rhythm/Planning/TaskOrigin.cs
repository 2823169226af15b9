namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>Who says that there is a task.</summary>
internal enum TaskOrigin
{
    /// <summary>This program.</summary>
    BuiltIn,

    /// <summary>The settings, <c>Rhythm:Tasks</c>.</summary>
    Configured,

    /// <summary>A person, over REST or <c>ai rhythm tasks add</c>; kept in the database.</summary>
    Added,
}
