using LocalAi.Gateway.Models;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Configuration;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const int LongestKey = 4096;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = new OptionFailures(GatewayOptions.Section);
        foreach (var (upstream, settings) in options.Upstreams)
        {
            Check(failures, $"Upstreams:{upstream}:", settings);
        }

        foreach (var (model, routes) in options.Models)
        {
            Check(failures, model, routes, options);
        }

        foreach (var model in options.Prewarm)
        {
            failures.OneOf("Prewarm", model, PublicModels.Routed);
        }

        failures.Range("KeepLoaded:Interval", options.KeepLoaded.Interval, TimeSpan.FromMilliseconds(100), Day);
        failures.Range(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 64 << 10, 256 << 20);
        failures.Range(nameof(options.MaxBodyBytesInFlight), options.MaxBodyBytesInFlight, options.MaxBodyBytes, 8L << 30);
        failures.Range(nameof(options.MaxChoices), options.MaxChoices, 1, 128);
        failures.Range(nameof(options.MaxTokens), options.MaxTokens, 1, 10_000_000);
        failures.Range(nameof(options.AccessLogPerSecond), options.AccessLogPerSecond, 0, 100_000);
        failures.Range("Limits:RequestsPerMinute", options.Limits.RequestsPerMinute, 0, 100_000_000);
        failures.Range("Limits:TokensPerMinute", options.Limits.TokensPerMinute, 0, 1_000_000_000);
        failures.Range("Limits:Concurrency", options.Limits.Concurrency, 0, 100_000);
        failures.Range("Limits:WrongKeysPerMinute", options.Limits.WrongKeysPerMinute, 1, 10_000);
        failures.Range("Cache:TimeToLive", options.Cache.TimeToLive, TimeSpan.FromSeconds(1), Day);
        failures.Range("Cache:MaxBytes", options.Cache.MaxBytes, 0, 8L << 30);
        failures.Range("Cache:MaxAnswerBytes", options.Cache.MaxAnswerBytes, 1024, 64 << 20);
        failures.Range("Usage:BufferedRows", options.Usage.BufferedRows, 1000, 10_000_000);
        failures.Range("Usage:FlushInterval", options.Usage.FlushInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1));
        failures.Range("Usage:KeepDays", options.Usage.KeepDays, 1, 3650);
        return failures.Result;
    }

    private static void Check(OptionFailures failures, string key, UpstreamOptions settings)
    {
        failures.OneOf(key + "Provider", settings.Provider, Upstreams.Providers.UpstreamProviders.Names);
        failures.HttpUrl(key + "Endpoint", settings.Endpoint);
        if (settings.Key.Length > LongestKey || settings.Key.Any(c => c is < '!' or > '~'))
        {
            failures.Add(key + "Key", "(not shown)", $"up to {LongestKey} letters, digits and signs without spaces: it is sent in a header");
        }

        failures.Range(key + "PoolSize", settings.PoolSize, 1, 1024);
        failures.Range(key + "Slots", settings.Slots, 0, 1024);
        failures.Range(key + "QueueLength", settings.QueueLength, 0, 10_000);
        failures.Range(key + "QueueTimeout", settings.QueueTimeout, TimeSpan.FromMilliseconds(10), Day);
        failures.Range(key + "ConnectTimeout", settings.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        failures.Range(key + "FirstByteTimeout", settings.FirstByteTimeout, TimeSpan.FromMilliseconds(10), Day);
        failures.Range(key + "FirstTokenTimeout", settings.FirstTokenTimeout, TimeSpan.FromMilliseconds(10), Day);
        failures.Range(key + "PromptAllowance", settings.PromptAllowance, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        failures.Range(key + "LoadTimeout", settings.LoadTimeout, TimeSpan.FromMilliseconds(10), Day);
        failures.Range(key + "TotalTimeout", settings.TotalTimeout, TimeSpan.Zero, Day);
        failures.Range(key + "StreamTimeout", settings.StreamTimeout, TimeSpan.Zero, Day);
        failures.Range(key + "IdleTimeout", settings.IdleTimeout, TimeSpan.FromMilliseconds(10), Day);
        failures.Range(key + "Retries", settings.Retries, 0, 10);
        failures.Range(key + "RetryDelay", settings.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        failures.Range(key + "LongestRetryAfter", settings.LongestRetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        failures.Range(key + "BreakerThreshold", settings.BreakerThreshold, 2, 1000);
        failures.Range(key + "BreakerWindow", settings.BreakerWindow, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        failures.Range(key + "BreakerDuration", settings.BreakerDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        failures.Range(key + "IdleUnload", settings.IdleUnload, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
    }

    private static void Check(OptionFailures failures, string model, List<CandidateOptions> routes, GatewayOptions options)
    {
        if (!PublicModels.Routed.Contains(model, StringComparer.Ordinal))
        {
            failures.Add("Models", model, string.Join(" or ", PublicModels.Routed) + "; there are no other public models");
        }

        for (var i = 0; i < routes.Count; i++)
        {
            failures.OneOf($"Models:{model}:{i}:Upstream", routes[i].Upstream, [.. options.Upstreams.Keys]);
            failures.Range($"Models:{model}:{i}:Weight", routes[i].Weight, 1, 100);
        }
    }
}
