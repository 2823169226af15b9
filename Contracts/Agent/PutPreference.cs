using System.Text.Json;

namespace LocalAi.Contracts.Agent;

/// <summary><c>PUT /preferences/{name}</c>.</summary>
/// <param name="Value">What it shall be. <c>model</c>: auto, chat-7b or code-7b. <c>language</c>: a tag such as ko or en-GB. <c>instructions</c>: a text of at most 4,000
/// characters. <c>toolsets</c>: a list of toolsets. <c>app.…</c>: any JSON of at most 8 KB.</param>
public sealed record PutPreference(JsonElement Value);
