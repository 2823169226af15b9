namespace LocalAi.Benchmarks.Gateway;

/// <param name="PerSecond">Whole answers per second.</param>
/// <param name="MedianMicroseconds">Median time of one.</param>
/// <param name="CpuMicroseconds">CPU of the target's processes per answer.</param>
/// <param name="Errors">Answers that were none.</param>
internal readonly record struct WrkResult(double PerSecond, double MedianMicroseconds, double CpuMicroseconds, int Errors);
