namespace LocalAi.Gateway.Relaying;

/// <summary>Changes events of a provider that OpenAI clients would not understand.</summary>
internal interface IEventMender
{
    /// <summary>The events to send instead, or <paramref name="events"/> itself when nothing needs mending.</summary>
    /// <param name="events">Whole events.</param>
    ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> events);
}
