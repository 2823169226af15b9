namespace LocalAi.Tests.Support;

/// <summary>
/// Writes tiny models with random weights that llama.cpp loads and runs in milliseconds. They know nothing, but everything
/// around a model (tokens, templates, streaming, stopping, limits) behaves as with a real one. Same seed, same file.
/// </summary>
internal static class TinyGguf
{
    /// <summary>Length of the vectors of <see cref="WriteEmbedding"/>.</summary>
    public const int EmbeddingDimension = 64;

    private const int HeadSize = 16;

    private const string ChatTemplate =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    /// <summary>
    /// A llama-architecture chat model. It all but never ends by itself: it writes until a limit, a stop string or a grammar ends it.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="layers">More layers make it slower (with <paramref name="width"/> 512: about 5 ms a token for 8).</param>
    /// <param name="width">Embedding width, a multiple of 16.</param>
    /// <param name="contextLength">The context it claims to be trained for, in tokens.</param>
    public static void WriteChat(string path, ulong seed = 1, int layers = 2, int width = 64, uint contextLength = 32768)
    {
        var weights = new TinyGgufWeights(seed);
        var file = new TinyGgufFile();
        var tokens = LlamaHeader(file, layers, width, contextLength, []);
        file.Add("token_embd.weight", weights.Normal(width * tokens.Length, 1f), width, tokens.Length);
        var output = weights.Normal(width * tokens.Length, 4f / MathF.Sqrt(width));
        Array.Clear(output, 0, width * TinyGgufVocabulary.FirstWritten);
        file.Add("output.weight", output, width, tokens.Length);
        var deviation = 1 / MathF.Sqrt(width);
        LlamaLayers(file, layers, width, count => weights.Normal(count, deviation));
        file.Save(path);
    }

    /// <summary>
    /// A llama-architecture chat model that knows its lines: after the token <c>script[i]</c> comes <c>script[i + 1]</c>, after the last
    /// and after any other token the message ends. It begins after the prompt's last line break. A text of several characters is one token;
    /// a byte is written as in the vocabulary, such as &lt;0xED&gt;. No two entries may be equal.
    /// </summary>
    public static void WriteScripted(string path, params string[] script)
    {
        const int Width = 64;
        const int Layers = 1;
        const float Sure = 10;
        script.Length.ShouldBeLessThan(Width - 1);
        var file = new TinyGgufFile();
        var tokens = LlamaHeader(file, Layers, Width, 32768, script);

        // The state after a token is one-hot: its place in the script, or the last one. The output is a table from place to next token.
        string[] lines = [TinyGgufVocabulary.NewLine, .. script];
        var embeddings = new float[Width * tokens.Length];
        var output = new float[Width * tokens.Length];
        var places = lines.Select(line => Array.IndexOf(tokens, TinyGgufVocabulary.Piece(line))).ToArray();
        for (var token = 0; token < tokens.Length; token++)
        {
            var place = Array.IndexOf(places, token);
            embeddings[(token * Width) + (place < 0 ? Width - 1 : place)] = 1;
        }

        for (var place = 0; place < Width; place++)
        {
            var next = place < script.Length ? places[place + 1] : TinyGgufVocabulary.MessageEnd;
            output[(next * Width) + place] = Sure;
        }

        file.Add("token_embd.weight", embeddings, Width, tokens.Length);
        file.Add("output.weight", output, Width, tokens.Length);
        LlamaLayers(file, Layers, Width, count => new float[count]);
        file.Save(path);
    }

    /// <summary>A BERT embedding model with mean pooling and a context of 512 tokens.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="width">Length of the vectors, a multiple of 16.</param>
    public static void WriteEmbedding(string path, ulong seed = 1, int width = EmbeddingDimension)
    {
        const int Layers = 2;
        const int ContextLength = 512;
        var weights = new TinyGgufWeights(seed);
        var (tokens, types) = TinyGgufVocabulary.WordPiece();
        var file = new TinyGgufFile();
        Architecture(file, "bert", Layers, width, ContextLength);
        file.Set("bert.attention.layer_norm_epsilon", 1e-12f);
        file.Set("bert.attention.causal", false);
        file.Set("bert.pooling_type", 1u);
        file.Set("tokenizer.ggml.model", "bert");
        file.Set("tokenizer.ggml.token_type_count", 2u);
        file.Set("tokenizer.ggml.tokens", tokens);
        file.Set("tokenizer.ggml.token_type", types);
        file.Set("tokenizer.ggml.padding_token_id", 0u);
        file.Set("tokenizer.ggml.unknown_token_id", 1u);
        file.Set("tokenizer.ggml.cls_token_id", 2u);
        file.Set("tokenizer.ggml.bos_token_id", 2u);
        file.Set("tokenizer.ggml.seperator_token_id", 3u); // spelled so in the format
        file.Set("tokenizer.ggml.eos_token_id", 3u);
        file.Set("tokenizer.ggml.mask_token_id", 4u);

        file.Add("token_embd.weight", weights.Normal(width * tokens.Length, 1f), width, tokens.Length);
        file.Add("position_embd.weight", weights.Normal(width * ContextLength, 0.1f), width, ContextLength);
        file.Add("token_types.weight", weights.Normal(width * 2, 0.1f), width, 2);
        Norm(file, "token_embd_norm", width);
        var deviation = 1 / MathF.Sqrt(width);
        for (var layer = 0; layer < Layers; layer++)
        {
            foreach (var name in new[] { "attn_q", "attn_k", "attn_v", "attn_output" })
                Linear(file, weights, $"blk.{layer}.{name}", width, width, deviation);
            Norm(file, $"blk.{layer}.attn_output_norm", width);
            Linear(file, weights, $"blk.{layer}.ffn_up", width, width * 2, deviation);
            Linear(file, weights, $"blk.{layer}.ffn_down", width * 2, width, deviation);
            Norm(file, $"blk.{layer}.layer_output_norm", width);
        }

        file.Save(path);
    }

    /// <summary>Writes the metadata; returns the vocabulary.</summary>
    private static string[] LlamaHeader(TinyGgufFile file, int layers, int width, uint contextLength, string[] morePieces)
    {
        var (tokens, scores, types) = TinyGgufVocabulary.SentencePiece(morePieces);
        Architecture(file, "llama", layers, width, contextLength);
        file.Set("llama.vocab_size", (uint)tokens.Length);
        file.Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        file.Set("llama.rope.dimension_count", HeadSize);
        file.Set("tokenizer.ggml.model", "llama");
        file.Set("tokenizer.ggml.tokens", tokens);
        file.Set("tokenizer.ggml.scores", scores);
        file.Set("tokenizer.ggml.token_type", types);
        file.Set("tokenizer.ggml.unknown_token_id", (uint)TinyGgufVocabulary.Unknown);
        file.Set("tokenizer.ggml.bos_token_id", (uint)TinyGgufVocabulary.BeginOfText);
        file.Set("tokenizer.ggml.eos_token_id", (uint)TinyGgufVocabulary.EndOfText);
        file.Set("tokenizer.ggml.eot_token_id", (uint)TinyGgufVocabulary.MessageEnd);
        file.Set("tokenizer.ggml.add_bos_token", true);
        file.Set("tokenizer.ggml.add_space_prefix", false);
        file.Set("tokenizer.chat_template", ChatTemplate);
        return tokens;
    }

    private static void LlamaLayers(TinyGgufFile file, int layers, int width, Func<int, float[]> weights)
    {
        file.Add("output_norm.weight", TinyGgufWeights.Constant(width, 1f), width);
        for (var layer = 0; layer < layers; layer++)
        {
            file.Add($"blk.{layer}.attn_norm.weight", TinyGgufWeights.Constant(width, 1f), width);
            foreach (var name in new[] { "attn_q", "attn_k", "attn_v", "attn_output" })
                file.Add($"blk.{layer}.{name}.weight", weights(width * width), width, width);
            file.Add($"blk.{layer}.ffn_norm.weight", TinyGgufWeights.Constant(width, 1f), width);
            file.Add($"blk.{layer}.ffn_gate.weight", weights(width * width * 2), width, width * 2);
            file.Add($"blk.{layer}.ffn_up.weight", weights(width * width * 2), width, width * 2);
            file.Add($"blk.{layer}.ffn_down.weight", weights(width * width * 2), width * 2, width);
        }
    }

    private static void Architecture(TinyGgufFile file, string architecture, int layers, int width, uint contextLength)
    {
        file.Set("general.architecture", architecture);
        file.Set("general.name", $"tiny random {architecture}");
        file.Set("general.file_type", 0u);
        file.Set($"{architecture}.context_length", contextLength);
        file.Set($"{architecture}.embedding_length", (uint)width);
        file.Set($"{architecture}.block_count", (uint)layers);
        file.Set($"{architecture}.feed_forward_length", (uint)(width * 2));
        file.Set($"{architecture}.attention.head_count", (uint)(width / HeadSize));
    }

    private static void Norm(TinyGgufFile file, string name, int width)
    {
        file.Add(name + ".weight", TinyGgufWeights.Constant(width, 1f), width);
        file.Add(name + ".bias", TinyGgufWeights.Constant(width, 0f), width);
    }

    private static void Linear(TinyGgufFile file, TinyGgufWeights weights, string name, int inputs, int outputs, float deviation)
    {
        file.Add(name + ".weight", weights.Normal(inputs * outputs, deviation), inputs, outputs);
        file.Add(name + ".bias", TinyGgufWeights.Constant(outputs, 0f), outputs);
    }
}
