using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Chunking;

internal sealed class ChunkingOptionsValidator : IValidateOptions<ChunkingOptions>
{
    public ValidateOptionsResult Validate(string? name, ChunkingOptions options)
    {
        var failures = new List<string>();
        if (options.Size is < 32 or > 4096) failures.Add($"{ChunkingOptions.Section}:Size is {options.Size}; allowed is 32 to 4096 tokens.");
        if (options.Overlap < 0 || options.Overlap > options.Size / 2)
            failures.Add($"{ChunkingOptions.Section}:Overlap is {options.Overlap}; allowed is 0 to half of Size ({options.Size / 2}) tokens.");
        if (options.MaxChunksPerDocument is < 1 or > 1_000_000)
            failures.Add($"{ChunkingOptions.Section}:MaxChunksPerDocument is {options.MaxChunksPerDocument}; allowed is 1 to 1000000.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
