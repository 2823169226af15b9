using System.CommandLine;
using LocalAi.Cli.Connection;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Commands;

/// <summary>Options every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = Language.Pick("Print JSON instead of text", "글 대신 JSON으로 출력"),
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = Language.Pick("Model, timings and full errors on standard error", "모델, 시간, 자세한 오류를 표준 오류로 출력"),
        Recursive = true,
    };

    private static readonly Dictionary<string, Option<string>> AddressOptions = Service.All.ToDictionary(
        service => service.Option,
        service => new Option<string>(service.Option)
        {
            Description = Language.Pick($"Address of the {service.Name} service", $"{service.Name} 서비스의 주소"),
            HelpName = "URL",
            Recursive = true,
        });

    public static IEnumerable<Option> All => [Json, Verbose, .. AddressOptions.Values];

    /// <summary>Global options that take a value in the next argument.</summary>
    public static bool TakesValue(string argument) => AddressOptions.ContainsKey(argument);

    public static IReadOnlyDictionary<string, string> Addresses(ParseResult parse) => AddressOptions
        .Select(option => (option.Key, Value: parse.GetValue(option.Value)))
        .Where(option => option.Value is not null)
        .ToDictionary(option => option.Key, option => option.Value!);
}
