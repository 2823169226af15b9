using LocalAi.Gateway.Errors;

namespace LocalAi.Gateway.Models;

internal static class UnknownModel
{
    public static OpenAiErrorException Error(string model) => new(new OpenAiError(
        StatusCodes.Status404NotFound,
        $"The model '{(model.Length > 100 ? model[..100] + "…" : model)}' does not exist. There are: {string.Join(", ", PublicModels.Listed)}.",
        "invalid_request_error",
        "model_not_found",
        "model"));
}
