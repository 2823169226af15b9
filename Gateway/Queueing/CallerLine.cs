namespace LocalAi.Gateway.Queueing;

/// <summary>The waiting requests of one caller, oldest first.</summary>
internal sealed class CallerLine(string caller)
{
    public string Caller { get; } = caller;

    public LinkedList<QueueTicket> Tickets { get; } = new();
}
