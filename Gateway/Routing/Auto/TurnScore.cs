namespace LocalAi.Gateway.Routing.Auto;

/// <param name="Sum">Of the weights found. 1 and more: code. Near 0: says nothing by itself.</param>
/// <param name="Found">What the table of weights knows of the turn.</param>
internal readonly record struct TurnScore(double Sum, List<Evidence> Found);
