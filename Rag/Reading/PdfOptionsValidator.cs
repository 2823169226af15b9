using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Reading;

internal sealed class PdfOptionsValidator : IValidateOptions<PdfOptions>
{
    public ValidateOptionsResult Validate(string? name, PdfOptions options)
    {
        var failures = new OptionFailures(PdfOptions.Section);
        failures.Range(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 600);
        failures.Range(nameof(options.MemoryMegabytes), options.MemoryMegabytes, 128, 16384);
        if (string.IsNullOrWhiteSpace(options.Program))
        {
            failures.Add(nameof(options.Program), options.Program, "the name or path of pdftotext");
        }

        return failures.Result;
    }
}
