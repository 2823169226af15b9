using LocalAi.AgentApi.Rhythm;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Sensing;
using LocalAi.Tests.Support;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.Rhythm;

public sealed class PressureTriggerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACpuThatIsShort_FiresTheKernelsTrigger()
    {
        using var trigger = new PressureTrigger();
        Assert.SkipUnless(trigger.IsHere, "This kernel has no PSI, or does not let this user watch it.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var work = Enumerable.Range(0, Environment.ProcessorCount * 3).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Thread.SpinWait(1000);
            }
        })
        { IsBackground = true, Priority = ThreadPriority.BelowNormal }).ToList();
        work.ForEach(t => t.Start());

        await Eventually.TrueAsync(trigger.HasFired, "tasks wait for the CPU", Cancel);

        await stop.CancelAsync();
        work.ForEach(t => t.Join());
    }

    [Fact]
    public void WhereThereIsNoPsi_ItNeverFires()
    {
        using var folder = new TemporaryFolder();
        using var trigger = new PressureTrigger(folder.Path);

        trigger.IsHere.ShouldBeFalse();
        trigger.HasFired().ShouldBeFalse();
    }

    [Fact]
    public void TheKernelsWord_HasABusyCpuFoundSooner_AndCallsNoShortBurstOne()
    {
        Find(isPressed: true, busySeconds: 600).ShouldNotBeNull().ShouldBeLessThan(Find(isPressed: false, busySeconds: 600).ShouldNotBeNull());
        Find(isPressed: true, busySeconds: 20).ShouldBeNull();
    }

    /// <summary>After how many ticks of a second a CPU that becomes busy is found, when samples are taken every 30 s; null when it is not.</summary>
    private static int? Find(bool isPressed, int busySeconds)
    {
        var machine = new BusyMachine();
        var events = new RhythmEvents();
        var sensor = new LoadSensor(machine, events, Options.Create(new RhythmOptions { SampleSeconds = 30 }));
        for (var second = 0; second < 900; second++)
        {
            machine.IsBusy = second is >= 95 and var now && now < 95 + busySeconds;
            machine.IsPressed = isPressed && machine.IsBusy;
            machine.Advance();
            sensor.Sample(Start.AddSeconds(second));
            if (events.TryTake(out var raised))
            {
                raised.Reason.ShouldStartWith("The CPU stays above 80 %");
                return second - 95;
            }
        }

        return null;
    }

    private sealed class BusyMachine : IMachine
    {
        private long _busy;
        private long _total;

        public bool IsBusy { get; set; }

        public bool IsPressed { get; set; }

        public void Advance() => (_busy, _total) = (_busy + (IsBusy ? 200 : 20), _total + 200);

        public bool IsShortOfCpu() => IsPressed;

        public MachineReading Read() => new(_busy, _total, TimeSpan.Zero, 16L << 30, 8L << 30, null);
    }
}
