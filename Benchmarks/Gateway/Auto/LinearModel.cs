using LocalAi.Gateway.Routing.Auto;

namespace LocalAi.Benchmarks.Gateway.Auto;

/// <summary>
/// Logistic regression over the features the gateway reads: weights such that a text about code has a sum of 1 and more.
/// AdaGrad steps (Duchi et al. 2011) over the texts in a shuffled but fixed order, with a pull of every weight to what it is before any text is seen.
/// </summary>
internal sealed class LinearModel
{
    /// <summary>The sum at which both are as likely. Below the gateway's threshold of 1: what nobody has taught goes to the model for everything.</summary>
    public const double Even = 0.7;

    private const int Epochs = 12;
    private const double Step = 0.5;
    private const double Pull = 0.001;

    /// <summary>The look of code (a stack trace, a statement) is believed before any text has shown it: there are more kinds of it than texts here.</summary>
    private const double OfPattern = 2;

    /// <summary>Two words in a row say something when they are met again; fewer times they are learnt by heart.</summary>
    private const int FewestTextsOfPair = 3;

    /// <summary>What the table may hold (about 200 KB): the strongest.</summary>
    private const int MostWeights = 16_000;

    private readonly Dictionary<string, int> _indexes;
    private readonly double[] _weights;

    private LinearModel(Dictionary<string, int> indexes)
    {
        _indexes = indexes;
        _weights = new double[indexes.Count];
        foreach (var (name, at) in indexes)
        {
            _weights[at] = Before(name);
        }
    }

    /// <summary>The strongest weights, in hundredths, by name.</summary>
    public IEnumerable<(string Name, int Hundredths)> Weights =>
        _indexes.Select(f => (Name: f.Key, Hundredths: (int)Math.Round(_weights[f.Value] * 100)))
            .OrderByDescending(f => Math.Abs(f.Hundredths))
            .ThenBy(f => f.Name, StringComparer.Ordinal)
            .Take(MostWeights)
            .OrderBy(f => f.Name, StringComparer.Ordinal);

    public static LinearModel Train(IReadOnlyList<LabelledText> texts)
    {
        var read = texts.Select(t => FeaturesOf(t.Text)).ToArray();
        var known = read.SelectMany(f => f).CountBy(f => f, StringComparer.Ordinal).Where(f => f.Value >= FewestTextsOfPair || !IsPair(f.Key)).Select(f => f.Key).Order(StringComparer.Ordinal);
        var model = new LinearModel(known.Select((name, at) => (name, at)).ToDictionary(f => f.name, f => f.at, StringComparer.Ordinal));
        var examples = read.Select(model.Indexes).ToArray();
        var ofCode = texts.Sum(t => t.Importance * t.IsCode);
        var ofChat = texts.Sum(t => t.Importance * (1 - t.IsCode));
        var before = (double[])model._weights.Clone();
        var gradients = new double[model._weights.Length];
        Array.Fill(gradients, 1);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        var random = new Random(1);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                var text = texts[i];
                var error = 1 / (1 + Math.Exp(Even - model.Sum(examples[i]))) - text.IsCode;
                // As much of either label, whichever has more texts.
                var share = text.Importance * 2 * ((text.IsCode * ofChat) + ((1 - text.IsCode) * ofCode)) / (ofCode + ofChat);
                foreach (var feature in examples[i])
                {
                    var gradient = (error * share) + (Pull * (model._weights[feature] - before[feature]));
                    gradients[feature] += gradient * gradient;
                    model._weights[feature] -= Step * gradient / Math.Sqrt(gradients[feature]);
                }
            }
        }

        return model;
    }

    public double Sum(string text) => Sum(Indexes(FeaturesOf(text)));

    private double Sum(int[] features)
    {
        var sum = 0.0;
        foreach (var feature in features)
        {
            sum += _weights[feature];
        }

        return sum;
    }

    private int[] Indexes(HashSet<string> features) => [.. features.Where(_indexes.ContainsKey).Select(f => _indexes[f])];

    private static double Before(string name) => name[0] == '[' ? OfPattern : 0;

    private static bool IsPair(string name) => name.Contains(' ', StringComparison.Ordinal) && name[0] != '[';

    private static HashSet<string> FeaturesOf(string text)
    {
        var features = new HashSet<string>(StringComparer.Ordinal);
        FeatureReader.Read(TextToWorkOn.Leave(text), name => features.Add(name.ToString()));
        return features;
    }
}
