namespace LocalAi.Tests.AgentApi.HeldOut;

/// <summary>A call that must not succeed. In <paramref name="Arguments"/> {ROOT}, {EVIL}, {DOCS} stand for the folders, {LONG} and {DEEP} for paths beyond any limit.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Tool">The tool it calls.</param>
/// <param name="Arguments">JSON, as it goes over the wire.</param>
internal sealed record HeldOutInput(string Name, string Tool, string Arguments);
