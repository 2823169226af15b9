using System.Globalization;

namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>
/// Decides which tasks run now. A pure function: the live loop, the dry run, the simulation and the page all call it.
/// For each task, in this order, the first rule that applies decides:
/// 1 running or stuck, 2 paused, 3 not due, 4 starved (rules 5-7 are passed over), 5 a task it depends on, 6 load, 7 a quieter hour is near.
/// What is left competes for the lanes: critical first, then starved, then by priority, then by how long it has waited.
/// </summary>
internal static class RhythmPlanner
{
    public static Plan Plan(PlanRequest request)
    {
        var decisions = new Decision[request.Tasks.Count];
        var candidates = new List<Candidate>();
        var (general, critical, holder) = (0, 0, "another task");
        for (var index = 0; index < request.Tasks.Count; index++)
        {
            var task = request.Tasks[index];
            var state = request.States[task.Name];
            if (state.RunningSince is not null)
            {
                (general, critical) = task.Priority == TaskPriority.Critical ? (general, critical + 1) : (general + 1, critical);
                holder = task.Name;
            }

            if (Hold(request, task, state, out var urgency) is { } held)
            {
                decisions[index] = held;
            }
            else
            {
                candidates.Add(new Candidate(index, task, state, urgency, Staleness(request.Now, task, state)));
            }
        }

        var runs = AssignLanes(request, candidates, decisions, general, critical, holder);
        DateTimeOffset? next = null;
        foreach (var decision in decisions)
        {
            if (decision.Until is { } until && until > request.Now && !(until >= next))
            {
                next = until;
            }
        }

        return new Plan(decisions, runs, next, Warnings(request));
    }

    /// <summary>When the task is due by its schedule and the load alone.</summary>
    public static DateTimeOffset Due(PlanRequest request, ScheduledTask task, TaskState state)
    {
        if (task.Schedule.At is { } at)
        {
            // A day is too long a wait after a failure; at its own time it comes anyway.
            var next = DailyTime.Next(state.LastActivity, at, request.Zone);
            var retry = RetryFactor(request.Policy, task, state) is { } share ? state.LastActivity + (task.Schedule.Interval * share) : next;
            return retry < next ? retry : next;
        }

        return state.LastActivity + (task.Schedule.Interval * Factor(request, task, state));
    }

    /// <summary>By how much load or a failure stretches or shortens the interval.</summary>
    public static double Factor(PlanRequest request, ScheduledTask task, TaskState state)
    {
        if (!task.IsScaled)
        {
            return 1;
        }

        return RetryFactor(request.Policy, task, state) ?? request.Load.Level switch
        {
            LoadLevel.Busy => request.Policy.BusyFactor,
            LoadLevel.Quiet when request.Policy.QuietFactorForAll || task.Priority <= TaskPriority.High => request.Policy.QuietFactor,
            _ => 1,
        };
    }

    /// <summary>Intervals since the last success (or the beginning): 1 is on time.</summary>
    public static double Staleness(DateTimeOffset now, ScheduledTask task, TaskState state) =>
        (now - (state.LastSucceeded ?? state.Since)) / task.Schedule.Interval;

    /// <summary>
    /// From when on nothing holds the task back. It counts from the last run; while a failure is retried, from the last success: else a run that fails after a
    /// long wait would be followed by another wait as long.
    /// </summary>
    public static DateTimeOffset? StarvedAt(LoadPolicy policy, ScheduledTask task, TaskState state)
    {
        var from = RetryFactor(policy, task, state) is null ? state.LastActivity : state.LastSucceeded ?? state.Since;
        return policy.StarvationBound is { } bound ? from + (task.Schedule.Interval * bound) : null;
    }

    private static Decision? Hold(PlanRequest request, ScheduledTask task, TaskState state, out Func<string> urgency)
    {
        // Almost every task is in the first lines almost every time: no sentence and no closure is made for it.
        urgency = static () => "Due.";
        if (state.RunningSince is not null)
        {
            return new Decision(request, task, state, null, static d => $"It has been running since {Clock(d.State!.RunningSince!.Value, d.Request!.Zone)}.");
        }

        if (state.StuckSince is not null)
        {
            return new Decision(
                request, task, state, null, static d => $"A run that was told to end at {Clock(d.State!.StuckSince!.Value, d.Request!.Zone)} has not ended; it runs again when that has, or after a restart.");
        }

        if (state.Request is { IsManual: true } wish)
        {
            urgency = Asked(wish);
            return null;
        }

        if (state.Paused is { } pause)
        {
            return Paused(task, pause);
        }

        var due = Due(request, task, state);
        if (state.Request is null && request.Now < due)
        {
            return new Decision(request, task, state, due, static d => DueReason(d.Request!, d.Definition!, d.State!, d.Until!.Value));
        }

        if (StarvedAt(request.Policy, task, state) <= request.Now)
        {
            urgency = Starved(request.Policy);
            return null;
        }

        if (state.Request is { } asked)
        {
            urgency = Asked(asked);
        }

        return HoldForDependency(request, task, state)
            ?? HoldForLoad(request, task, state)
            ?? HoldForQuietHour(request, task, state, due);
    }

    private static Func<string> Asked(RunRequest request) => () => Sentence(request.Reason);

    private static Func<string> Starved(LoadPolicy policy) => () => $"Held back for {policy.StarvationBound:0.#} intervals; it runs now whatever the load.";

    private static Decision Paused(ScheduledTask task, string pause) => new(task.Name, DecisionKind.Skip, null, () => $"Paused: {pause}.");

    private static Decision? HoldForDependency(PlanRequest request, ScheduledTask task, TaskState state)
    {
        foreach (var name in task.DependsOn)
        {
            var upstream = request.States[name];
            if (upstream.RunningSince is not null)
            {
                return Wait(task, StarvedAt(request.Policy, task, state), () => $"Waits for {name}, which is running.");
            }

            var mine = state.LastStarted ?? state.Since;
            if (upstream.LastSucceeded is not { } success || success < mine)
            {
                return Wait(task, StarvedAt(request.Policy, task, state), () => $"Waits for {name} to succeed after {Clock(mine, request.Zone)}.");
            }
        }

        return null;
    }

    private static Decision? HoldForLoad(PlanRequest request, ScheduledTask task, TaskState state)
    {
        if (task.Priority <= TaskPriority.High)
        {
            return null;
        }

        var (load, policy) = (request.Load, request.Policy);
        Func<string>? reason =
            load.UsedMemory > policy.UsedMemoryLimit ? () => $"Memory is {Percent(load.UsedMemory)} used; above {Percent(policy.UsedMemoryLimit.Value)} only critical and high tasks run."
            : load.AvailableMemory < policy.AvailableMemoryLimit ? () => $"Only {Percent(load.AvailableMemory)} of memory is available; below {Percent(policy.AvailableMemoryLimit.Value)} only critical and high tasks run."
            : load.MemoryPressure > policy.MemoryPressureLimit ? () => $"Tasks stall on memory {Percent(load.MemoryPressure.Value)} of the time; above {Percent(policy.MemoryPressureLimit.Value)} only critical and high tasks run."
            : load.RawCpu > policy.SpikeLimit ? () => $"CPU is at {Percent(load.RawCpu)}; above {Percent(policy.SpikeLimit.Value)} it waits for a calmer moment."
            : null;
        return reason is null ? null : new Decision(task.Name, DecisionKind.Skip, StarvedAt(policy, task, state), reason);
    }

    /// <summary>Moves a tolerant task to the quietest hour within its tolerance, when that is quieter than now by the margin.</summary>
    private static Decision? HoldForQuietHour(PlanRequest request, ScheduledTask task, TaskState state, DateTimeOffset due)
    {
        if (request.Profile is not { } profile || request.Policy.QuietHourMargin is not { } margin || task.Tolerance <= 0 || state.Request is not null)
        {
            return null;
        }

        var limit = due + (task.Schedule.Interval * task.Tolerance);
        var best = profile.Expected(request.Now) - margin;
        DateTimeOffset? quietest = null;
        for (var hour = NextHour(request.Now); hour <= limit; hour += TimeSpan.FromHours(1))
        {
            if (profile.Expected(hour) < best)
            {
                (best, quietest) = (profile.Expected(hour), hour);
            }
        }

        return quietest is { } when
            ? Wait(task, when, () => $"Due, but {Clock(when, request.Zone)} is expected to be quieter ({Percent(best)} instead of {Percent(profile.Expected(request.Now))} CPU).")
            : null;
    }

    private static List<string> AssignLanes(PlanRequest request, List<Candidate> candidates, Decision[] decisions, int general, int critical, string holder)
    {
        var all = request.Policy.GeneralLanes + 1;
        candidates.Sort(static (a, b) => a.CompareTo(b));
        var runs = new List<string>();
        foreach (var candidate in candidates)
        {
            var isCritical = candidate.Task.Priority == TaskPriority.Critical;
            var free = isCritical
                ? general + critical < all
                : general < request.Policy.GeneralLanes && general + critical < all;
            var startsNow = free && !candidate.Task.DependsOn.Any(runs.Contains);
            if (!startsNow)
            {
                decisions[candidate.Index] = Turn(candidate.Task, runs.Count > 0 ? runs[^1] : holder);
                continue;
            }

            if (isCritical)
            {
                critical++;
            }
            else
            {
                general++;
            }

            runs.Add(candidate.Task.Name);
            decisions[candidate.Index] = new Decision(candidate.Task.Name, DecisionKind.Run, null, candidate.Urgency);
        }

        return runs;
    }

    private static Decision Turn(ScheduledTask task, string holder) => Wait(task, null, () => $"Due; waits for its turn while {holder} runs.");

    private static List<string> Warnings(PlanRequest request)
    {
        var warnings = new List<string>();
        if (request.Policy.StarvationBound is null && request.Load.UsedMemory > request.Policy.UsedMemoryLimit)
        {
            warnings.Add(
                $"Policy {request.Policy.Name}: memory is {Percent(request.Load.UsedMemory)} used, so medium and low tasks do not run until it falls below " +
                $"{Percent(request.Policy.UsedMemoryLimit!.Value)}, which a machine that keeps a model loaded may never do. Policy steady bounds the wait.");
        }

        return warnings;
    }

    private static string DueReason(PlanRequest request, ScheduledTask task, TaskState state, DateTimeOffset due)
    {
        if (task.Schedule.At is not null)
        {
            return $"Due at {Clock(due, request.Zone)}.";
        }

        var factor = Factor(request, task, state);
        var why = factor == 1 ? "" : state.ConsecutiveFailures > 0 ? $" × {factor:0.##} after a failure" : $" × {factor:0.##} while the machine is {request.Load.Level.ToString().ToLowerInvariant()}";
        return string.Create(CultureInfo.InvariantCulture, $"Due at {Clock(due, request.Zone)}: {Span(task.Schedule.Interval)} after its last run{why}.");
    }

    /// <summary>The share of the interval after which a failure is retried; null when the last run did not fail, or failed too often for that.</summary>
    private static double? RetryFactor(LoadPolicy policy, ScheduledTask task, TaskState state)
    {
        var factors = task.Priority == TaskPriority.Critical ? policy.CriticalRetryFactors : policy.RetryFactors;
        return state.ConsecutiveFailures > 0 && state.ConsecutiveFailures <= factors.Count ? factors[state.ConsecutiveFailures - 1] : null;
    }

    private static DateTimeOffset NextHour(DateTimeOffset now) =>
        new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerHour), now.Offset) + TimeSpan.FromHours(1);

    private static Decision Wait(ScheduledTask task, DateTimeOffset? until, Func<string> reason) => new(task.Name, DecisionKind.Wait, until, reason);

    private static string Sentence(string reason) => reason.EndsWith('.') ? reason : reason + ".";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private static string Span(TimeSpan span) => string.Create(
        CultureInfo.InvariantCulture, $"{(span.TotalMinutes >= 1 ? span.TotalMinutes : span.TotalSeconds):0.#} {(span.TotalMinutes >= 1 ? "min" : "s")}");

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private sealed record Candidate(int Index, ScheduledTask Task, TaskState State, Func<string> Urgency, double Staleness) : IComparable<Candidate>
    {
        public int CompareTo(Candidate? other)
        {
            ArgumentNullException.ThrowIfNull(other);
            var order = Rank.CompareTo(other.Rank);
            order = order != 0 ? order : other.Staleness.CompareTo(Staleness);
            return order != 0 ? order : Index.CompareTo(other.Index);
        }

        // A manual wish goes right behind the critical tasks, then what is starved, then the classes.
        private int Rank => Task.Priority == TaskPriority.Critical ? 0 : State.Request is { IsManual: true } ? 1 : Staleness >= 2 ? 2 : 3 + (int)Task.Priority;
    }
}
