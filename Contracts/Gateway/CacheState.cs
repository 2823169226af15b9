namespace LocalAi.Contracts.Gateway;

/// <summary><c>GET</c> and <c>DELETE /api/cache</c>.</summary>
/// <param name="Entries">Answers kept.</param>
/// <param name="Bytes">What they take.</param>
/// <param name="Hits">Since start.</param>
/// <param name="Misses">Since start.</param>
/// <param name="Purged">Entries removed by this call.</param>
public sealed record CacheState(int Entries, long Bytes, long Hits, long Misses, int Purged = 0);
