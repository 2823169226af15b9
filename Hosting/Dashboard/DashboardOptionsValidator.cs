namespace LocalAi.Hosting.Dashboard;

/// <summary>Checks the options before anything is opened; each message names the key, the value and what is allowed.</summary>
internal static class DashboardOptionsValidator
{
    public const int MinTokenLength = 16;

    /// <exception cref="ArgumentException">At least one value is not allowed; the message lists all of them.</exception>
    public static void Validate(DashboardOptions options)
    {
        var errors = new List<string>();
        Range(nameof(options.Port), options.Port, 0, 65_535);
        Range(nameof(options.OtlpPort), options.OtlpPort, 0, 65_535);
        if (options.Port != 0 && options.Port == options.OtlpPort)
            errors.Add($"Dashboard:OtlpPort is {options.OtlpPort}, the same as Dashboard:Port; give each its own port");

        // The values of secrets are not repeated: messages end up in logs.
        Secret(nameof(options.Token), options.Token);
        Secret(nameof(options.OtlpApiKey), options.OtlpApiKey);
        Range(nameof(options.MaxLogs), options.MaxLogs, 1, 1_000_000);
        Range(nameof(options.MaxTraces), options.MaxTraces, 1, 1_000_000);
        Range(nameof(options.MaxSpansPerTrace), options.MaxSpansPerTrace, 1, 100_000);
        Range(nameof(options.MaxMetricPoints), options.MaxMetricPoints, 1, 5_000_000);
        Range(nameof(options.MaxSignalBytes), options.MaxSignalBytes, 1 << 20, 4L << 30);
        Range(nameof(options.MaxAttributes), options.MaxAttributes, 1, 1_024);
        Range(nameof(options.MaxAttributeLength), options.MaxAttributeLength, 64, 1 << 20);
        Range(nameof(options.MaxBodyLength), options.MaxBodyLength, 64, 1 << 20);
        Range(nameof(options.MaxOtlpRequestBytes), options.MaxOtlpRequestBytes, 1 << 10, 64 << 20);
        Range(nameof(options.MaxStreams), options.MaxStreams, 1, 1_000);
        Range(nameof(options.MaxLoginFailuresPerMinute), options.MaxLoginFailuresPerMinute, 1, 1_000);
        Duration(nameof(options.SessionLifetime), options.SessionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        Duration(nameof(options.CommandTimeout), options.CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30));
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors) + ".", nameof(options));

        void Range(string key, long value, long min, long max)
        {
            if (value < min || value > max)
                errors.Add($"Dashboard:{key} is {value}; allowed is {min} to {max}");
        }

        void Duration(string key, TimeSpan value, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max)
                errors.Add($"Dashboard:{key} is {value}; allowed is {min} to {max}");
        }

        void Secret(string key, string? value)
        {
            if (value is not null && (value.Length < MinTokenLength || !value.All(c => c is > ' ' and < '\x7f')))
                errors.Add($"Dashboard:{key} has {value.Length} characters; allowed are {MinTokenLength} or more printable ASCII characters without spaces, or nothing to have one made");
        }
    }
}
