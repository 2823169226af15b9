namespace LocalAi.Contracts.Embedding;

/// <param name="Engine">lexical or upstream: vectors of different engines must not be compared.</param>
/// <param name="Model">The model's id.</param>
/// <param name="Dim">Length of every vector.</param>
/// <param name="Items">One per text, in the order of the request.</param>
public sealed record EmbedResponse(string Engine, string Model, int Dim, IReadOnlyList<EmbedItem> Items);
