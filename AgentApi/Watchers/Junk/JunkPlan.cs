namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>What would be deleted, and is when it is cleaned: the same object, in this order.</summary>
/// <param name="Id">Names it in a request.</param>
/// <param name="At">When it was made.</param>
/// <param name="Items">A folder stands behind what is in it.</param>
/// <param name="HasMore">True when the limits of one run left something out.</param>
internal sealed record JunkPlan(string Id, DateTimeOffset At, IReadOnlyList<JunkItem> Items, bool HasMore)
{
    public long Bytes => Items.Sum(i => i.Bytes);

    public int Files => Items.Count(i => !i.IsFolder);
}
