namespace LocalAi.Gateway.Routing.Auto;

/// <param name="name">A feature as the table of weights names it. Valid during the call.</param>
internal delegate void FeatureFound(ReadOnlySpan<char> name);
