namespace LocalAi.Text.Tokens;

/// <summary>Takes the terms of a text. A struct, so that the analyzer's calls are inlined.</summary>
public interface ITermSink
{
    /// <summary>A term of the word field, lower-cased and stemmed.</summary>
    /// <param name="kind">Word, Alternative or Part.</param>
    /// <param name="term">Valid during the call only.</param>
    /// <param name="run">Where it stands in the normalised text.</param>
    /// <param name="position">Number of the run in the text, from 0.</param>
    void Word(TermKind kind, ReadOnlySpan<char> term, Run run, int position);

    /// <summary>A term of the bigram field.</summary>
    /// <param name="kind">Bigram, Tail or Bridge.</param>
    /// <param name="first">First syllable.</param>
    /// <param name="second">Second syllable.</param>
    /// <param name="run">The run of the first syllable.</param>
    /// <param name="position">Number of that run in the text, from 0.</param>
    void Bigram(TermKind kind, char first, char second, Run run, int position);
}
