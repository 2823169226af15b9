namespace LocalAi.AgentApi.Validation;

/// <param name="Text">Quotes taken off.</param>
/// <param name="Line">From 1.</param>
/// <param name="IsOperator">True for <c>;</c>, <c>|</c>, <c>&amp;&amp;</c>, a redirection and the like.</param>
/// <param name="IsExpanded">True when part of it is only known when it runs: <c>$x</c>, <c>$(…)</c>, backticks.</param>
internal readonly record struct BashWord(string Text, int Line, bool IsOperator, bool IsExpanded);
