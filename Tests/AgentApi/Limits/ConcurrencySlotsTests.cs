using LocalAi.AgentApi.Limits;

namespace LocalAi.Tests.AgentApi.Limits;

public sealed class ConcurrencySlotsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Take_OneMoreThanSlots_WaitsUntilOneIsFree()
    {
        var slots = new ConcurrencySlots(2, TimeSpan.FromSeconds(30), TimeProvider.System);
        (await slots.TakeAsync("a", None)).ShouldBeTrue();
        (await slots.TakeAsync("a", None)).ShouldBeTrue();

        var third = slots.TakeAsync("a", None).AsTask();
        third.IsCompleted.ShouldBeFalse();
        slots.Release();

        (await third).ShouldBeTrue();
    }

    [Fact]
    public async Task Take_BusyUserWaits_OtherUserIsServedNext()
    {
        var slots = new ConcurrencySlots(1, TimeSpan.FromSeconds(30), TimeProvider.System);
        await slots.TakeAsync("busy", None);
        var order = new List<string>();
        var waiting = new List<Task>();
        foreach (var user in (string[])["busy", "busy", "busy", "other"])
        {
            waiting.Add(WaitAsync(user));
        }

        slots.Release();
        await Task.WhenAll(waiting);

        order.ShouldBe(["busy", "other", "busy", "busy"]);

        async Task WaitAsync(string user)
        {
            (await slots.TakeAsync(user, None)).ShouldBeTrue();
            lock (order)
            {
                order.Add(user);
            }

            slots.Release();
        }
    }

    [Fact]
    public async Task Take_PatienceOver_IsRefusedAndTakesNoSlot()
    {
        var slots = new ConcurrencySlots(1, TimeSpan.FromMilliseconds(20), TimeProvider.System);
        await slots.TakeAsync("a", None);

        (await slots.TakeAsync("a", None)).ShouldBeFalse();
        slots.Release();

        (await slots.TakeAsync("a", None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Take_Cancelled_TakesNoSlot()
    {
        var slots = new ConcurrencySlots(1, TimeSpan.FromSeconds(30), TimeProvider.System);
        await slots.TakeAsync("a", None);
        using var left = new CancellationTokenSource();
        var waiting = slots.TakeAsync("b", left.Token).AsTask();
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        slots.Release();
        (await slots.TakeAsync("c", None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Take_QueueFull_IsRefusedAtOnce()
    {
        var slots = new ConcurrencySlots(1, TimeSpan.FromMinutes(5), TimeProvider.System);
        await slots.TakeAsync("a", None);
        var waiting = Enumerable.Range(0, 8).Select(_ => slots.TakeAsync("a", None).AsTask()).ToList();

        (await slots.TakeAsync("a", None)).ShouldBeFalse();

        for (var i = 0; i < 9; i++)
        {
            slots.Release();
        }

        (await Task.WhenAll(waiting)).ShouldAllBe(t => t);
    }
}
