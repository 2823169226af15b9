namespace LocalAi.Gateway.Routing.Auto;

/// <param name="IsUser">Written by the user, not by the model.</param>
/// <param name="Text">At most <see cref="Conversation.LongestTurn"/> characters.</param>
internal readonly record struct Turn(bool IsUser, string Text);
