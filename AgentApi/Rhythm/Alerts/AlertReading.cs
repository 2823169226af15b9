using LocalAi.AgentApi.Watchers;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>One measure of one thing at one moment, with the marks that begin and end an alert.</summary>
/// <param name="Rule">Which rule, see <see cref="AlertRules"/>.</param>
/// <param name="Subject">What it is about: a service, a task, a finding; empty for the machine.</param>
/// <param name="Severity">How soon a person should look.</param>
/// <param name="Value">What was measured.</param>
/// <param name="On">Above it the alert begins.</param>
/// <param name="Off">Below it the alert ends; at most <paramref name="On"/>.</param>
/// <param name="Hold">How long the value must stay beyond a mark.</param>
/// <param name="Title">One sentence without private data: it goes out by webhook.</param>
/// <param name="Detail">What else a person here should know; stays on this machine.</param>
internal sealed record AlertReading(
    string Rule, string Subject, FindingSeverity Severity, double Value, double On, double Off, TimeSpan Hold, string Title, string Detail = "")
{
    public (string Rule, string Subject) Key => (Rule, Subject);
}
