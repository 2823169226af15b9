using System.Threading.Channels;

namespace LocalAi.Hosting.Engine;

/// <summary>Whether a resource is to run: what the user said last, or that it is of no use to go on.</summary>
/// <param name="obeyed">Told after every command, with whether the resource is wanted now.</param>
internal sealed class ResourceWish(Action<bool> obeyed)
{
    // Start, stop, restart; the newest wins.
    private readonly Channel<string> _commands = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    public bool IsWanted { get; private set; } = true;

    /// <summary>"Start" was said of a waiting resource: do not wait.</summary>
    public bool SkipsWaits { get; private set; }

    /// <summary>Commands nobody has obeyed yet; only for waiting.</summary>
    public ChannelReader<string> Commands => _commands.Reader;

    /// <summary>A new command; returns at once.</summary>
    public void Tell(string command) => _commands.Writer.TryWrite(command);

    /// <summary>Nothing is tried until the next command.</summary>
    public void GiveUp() => IsWanted = false;

    /// <summary>Waits for a command and obeys it.</summary>
    public async Task ObeyNextAsync(CancellationToken cancellationToken) => Obey(await _commands.Reader.ReadAsync(cancellationToken));

    /// <summary>The same, for a while; returns when nobody wanted anything.</summary>
    public async Task ObeyNextAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await ObeyNextAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody wanted anything.
        }
    }

    /// <summary>Obeys the command that is there, if any.</summary>
    /// <param name="isWaiting">The resource waits for others.</param>
    public void ObeyPending(bool isWaiting = false)
    {
        if (_commands.Reader.TryRead(out var told))
        {
            SkipsWaits = isWaiting ? told == ResourceCommands.Start : SkipsWaits;
            Obey(told);
        }
    }

    private void Obey(string command)
    {
        IsWanted = command != ResourceCommands.Stop;
        obeyed(IsWanted);
    }
}
