namespace LocalAi.Benchmarks.Gateway;

/// <summary>Measured figures against their goals.</summary>
internal sealed class GoalList
{
    private readonly List<(string What, double Value, double Goal, bool IsLeast)> _goals = [];

    public void Check(string what, double value, double most) => _goals.Add((what, value, most, false));

    public void CheckAtLeast(string what, double value, double least) => _goals.Add((what, value, least, true));

    /// <summary>Prints every figure, its goal and their ratio; 0 when every goal was met.</summary>
    public int Print()
    {
        foreach (var (what, value, goal, isLeast) in _goals)
        {
            Console.WriteLine($"{(IsMet(value, goal, isLeast) ? "met   " : "MISSED")} {what,-55} {value,9:0.###}  goal {(isLeast ? ">=" : "<=")} {goal,-6} ratio {value / goal:0.00}");
        }

        return _goals.TrueForAll(g => IsMet(g.Value, g.Goal, g.IsLeast)) ? 0 : 1;
    }

    private static bool IsMet(double value, double goal, bool isLeast) => isLeast ? value >= goal : value <= goal;
}
