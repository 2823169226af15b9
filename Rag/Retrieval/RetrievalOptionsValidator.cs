using System.Globalization;
using LocalAi.Text.Lexicon;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Retrieval;

internal sealed class RetrievalOptionsValidator : IValidateOptions<RetrievalOptions>
{
    public ValidateOptionsResult Validate(string? name, RetrievalOptions options)
    {
        var failures = new List<string>();
        Range(nameof(options.Candidates), options.Candidates, 10, 500);
        Range(nameof(options.MaxQueryCharacters), options.MaxQueryCharacters, 100, 100_000);
        Range(nameof(options.MaxQueryTerms), options.MaxQueryTerms, 8, 256);
        Range(nameof(options.K1), options.K1, 0, 5);
        Range(nameof(options.B), options.B, 0, 1);
        Range(nameof(options.WordWeight), options.WordWeight, 0, 10);
        Range(nameof(options.BigramWeight), options.BigramWeight, 0, 10);
        Range(nameof(options.TitleBoost), options.TitleBoost, 0, 10);
        Range(nameof(options.HeadingBoost), options.HeadingBoost, 0, 10);
        Range(nameof(options.PathBoost), options.PathBoost, 0, 10);
        Range(nameof(options.SynonymWeight), options.SynonymWeight, 0, 1);
        Range(nameof(options.SimilarWeight), options.SimilarWeight, 0, 1);
        Range(nameof(options.DenseWeight), options.DenseWeight, 0, 1);
        Range(nameof(options.RankConstant), options.RankConstant, 1, 1000);
        Range(nameof(options.CoverageWeight), options.CoverageWeight, 0, 1);
        Range(nameof(options.ProximityWeight), options.ProximityWeight, 0, 1 - Math.Clamp(options.CoverageWeight, 0, 1));
        Range(nameof(options.RepetitionThreshold), options.RepetitionThreshold, 0.1, 1);
        Range(nameof(options.AbstainCoverage), options.AbstainCoverage, 0, 1);
        Range(nameof(options.ParallelRows), options.ParallelRows, 1000, int.MaxValue);
        if (!Enum.IsDefined(options.Fusion))
            failures.Add($"{RetrievalOptions.Section}:Fusion is '{options.Fusion}'; allowed are {string.Join(", ", Enum.GetNames<FusionMethod>())}.");
        CheckGlossary();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Range(string key, double value, double minimum, double maximum)
        {
            if (double.IsNaN(value) || value < minimum || value > maximum)
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{RetrievalOptions.Section}:{key} is {value:G6}; allowed is {minimum:G6} to {maximum:G6}."));
        }

        void CheckGlossary()
        {
            try
            {
                Glossary.Parse(options.Glossary);
            }
            catch (FormatException e)
            {
                failures.Add($"{RetrievalOptions.Section}:Glossary: {e.Message}");
            }
        }
    }
}
