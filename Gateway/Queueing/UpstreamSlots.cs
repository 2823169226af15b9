namespace LocalAi.Gateway.Queueing;

/// <summary>
/// How many requests an upstream works on at the same time, and the bounded line before it. Callers take turns: whoever has many requests
/// waiting delays only himself.
/// </summary>
internal sealed class UpstreamSlots(int capacity, int queueLength)
{
    private readonly Lock _gate = new();

    // Callers with waiting requests, in the order of their turns.
    private readonly LinkedList<CallerLine> _turns = new();
    private readonly Dictionary<string, LinkedListNode<CallerLine>> _lines = new(StringComparer.Ordinal);
    private int _capacity = capacity;
    private int _active;
    private int _waiting;

    public int Capacity
    {
        get => _capacity;
        set
        {
            lock (_gate)
            {
                _capacity = value;
                WakeWhileFree();
            }
        }
    }

    public int Active => _active;

    public int Waiting => _waiting;

    /// <summary>Takes a slot at once, or a place in the line, or neither when the line is full.</summary>
    /// <param name="caller">Who shares a turn.</param>
    /// <param name="ticket">The place in the line; null when a slot was taken or the line is full.</param>
    /// <returns>True when the slot is the caller's now.</returns>
    public bool TryEnter(string caller, out QueueTicket? ticket)
    {
        lock (_gate)
        {
            ticket = null;
            if (_active < _capacity && _waiting == 0)
            {
                _active++;
                return true;
            }

            if (_waiting >= queueLength)
            {
                return false;
            }

            if (!_lines.TryGetValue(caller, out var line))
            {
                line = _turns.AddLast(new CallerLine(caller));
                _lines.Add(caller, line);
            }

            ticket = new QueueTicket(this, line.Value);
            line.Value.Tickets.AddLast(ticket);
            _waiting++;
            return false;
        }
    }

    /// <summary>Gives a slot back.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _active--;
            WakeWhileFree();
        }
    }

    /// <summary>Gives up a place in the line. A slot that came meanwhile goes to the next.</summary>
    internal void Abandon(QueueTicket ticket)
    {
        lock (_gate)
        {
            if (ticket.Line.Tickets.Remove(ticket))
            {
                _waiting--;
                RemoveIfEmpty(ticket.Line);
            }
            else if (ticket.IsGranted)
            {
                _active--;
                WakeWhileFree();
            }
        }
    }

    /// <summary>1 for the next in line: turns of the others are counted as they will be served.</summary>
    internal int PositionOf(QueueTicket ticket)
    {
        lock (_gate)
        {
            var own = 0;
            for (var node = ticket.Line.Tickets.First; node is not null && node.Value != ticket; node = node.Next)
            {
                own++;
            }

            var ahead = own;
            var before = true;
            foreach (var line in _turns)
            {
                if (line == ticket.Line)
                {
                    before = false;
                    continue;
                }

                // Until this request's turn, lines before its own have one turn more than lines behind it.
                ahead += Math.Min(line.Tickets.Count, before ? own + 1 : own);
            }

            return ahead + 1;
        }
    }

    private void WakeWhileFree()
    {
        while (_active < _capacity && _turns.First is { } turn)
        {
            var line = turn.Value;
            var ticket = line.Tickets.First!.Value;
            line.Tickets.RemoveFirst();
            _waiting--;
            _active++;
            _turns.RemoveFirst();
            if (line.Tickets.Count > 0)
            {
                _turns.AddLast(turn);
            }
            else
            {
                _lines.Remove(line.Caller);
            }

            ticket.Grant();
        }
    }

    private void RemoveIfEmpty(CallerLine line)
    {
        if (line.Tickets.Count == 0 && _lines.Remove(line.Caller, out var node))
        {
            _turns.Remove(node);
        }
    }
}
