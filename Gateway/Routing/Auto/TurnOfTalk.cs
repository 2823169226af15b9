namespace LocalAi.Gateway.Routing.Auto;

/// <summary>What a turn says about the talk itself.</summary>
internal enum TurnOfTalk
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Thanks for the answer: what was asked is done.</summary>
    Closed,

    /// <summary>By the way, 그나저나: something else follows.</summary>
    ToSomethingElse,
}
