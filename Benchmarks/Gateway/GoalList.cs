namespace LocalAi.Benchmarks.Gateway;

/// <summary>Measured figures against their goals.</summary>
internal sealed class GoalList
{
    private readonly List<(string What, double Value, string Goal, bool IsMet)> _goals = [];

    public void Check(string what, double value, double most) => _goals.Add((what, value, $"<= {most}", value <= most));

    public void CheckAtLeast(string what, double value, double least) => _goals.Add((what, value, $">= {least}", value >= least));

    /// <summary>Prints all; 0 when every goal was met.</summary>
    public int Print()
    {
        foreach (var (what, value, goal, isMet) in _goals)
        {
            Console.WriteLine($"{(isMet ? "met   " : "MISSED")} {what,-55} {value,9:0.###}  goal {goal}");
        }

        return _goals.TrueForAll(g => g.IsMet) ? 0 : 1;
    }
}
