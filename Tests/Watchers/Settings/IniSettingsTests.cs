using LocalAi.AgentApi.Watchers.Settings;

namespace LocalAi.Tests.Watchers.Settings;

public sealed class IniSettingsTests
{
    private static readonly IniSettings Ini = new();

    [Theory]
    [InlineData("[wsl2]\nmemory=8GB # much\n", "wsl2.memory", "4GB", "[wsl2]\nmemory=4GB # much\n")]
    [InlineData("[WSL2]\r\nMemory = 8GB\r\n", "wsl2.memory", "4GB", "[WSL2]\r\nMemory = 4GB\r\n")]
    [InlineData("# top\n[wsl2]\n# memory=1GB\nswap=0\n\n[experimental]\nsparseVhd=true\n", "wsl2.memory", "4GB", "# top\n[wsl2]\n# memory=1GB\nswap=0\nmemory=4GB\n\n[experimental]\nsparseVhd=true\n")]
    [InlineData("[wsl2]\nswap=0", "wsl2.memory", "4GB", "[wsl2]\nswap=0\nmemory=4GB\n")]
    [InlineData("[wsl2]\nswap=0\n", "experimental.autoMemoryReclaim", "dropCache", "[wsl2]\nswap=0\n\n[experimental]\nautoMemoryReclaim=dropCache\n")]
    [InlineData("", "wsl2.memory", "4GB", "[wsl2]\nmemory=4GB\n")]
    [InlineData("[wsl2]\nmemory=1GB\nmemory=8GB\n", "wsl2.memory", "4GB", "[wsl2]\nmemory=1GB\nmemory=4GB\n")]
    [InlineData("[wsl2]\nkernelCommandLine=\"a # b\" # c\n", "wsl2.kernelCommandLine", "x", "[wsl2]\nkernelCommandLine=x # c\n")]
    [InlineData("[wsl2]\nmemory=\n", "wsl2.memory", "4GB", "[wsl2]\nmemory=4GB\n")]
    public void OneValueIsWritten_AndNothingElseChanges(string before, string key, string value, string after)
    {
        Ini.Check(before);
        var changed = Ini.Write(before, key, value);
        changed.ShouldBe(after);
        Ini.Check(changed);
        Ini.Read(changed, key).ShouldBe(value);
    }

    [Theory]
    [InlineData("[wsl2]\nmemory 8GB\n", 2)]
    [InlineData("{}\n", 1)]
    [InlineData("[wsl2\n", 1)]
    [InlineData("=4\n", 1)]
    public void ALineOfAnotherKind_IsRefusedWithItsNumber(string text, int line) =>
        Should.Throw<SettingsException>(() => Ini.Check(text)).Message.ShouldContain($"Line {line} ");

    [Fact]
    public void ACommentedValue_DoesNotCount() => Ini.Read("[wsl2]\n# memory=8GB\n;memory=2GB\n[other]\nmemory=1GB\n", "wsl2.memory").ShouldBeNull();

    [Theory]
    [InlineData("8GB", 8L << 30)]
    [InlineData("512 MB", 512L << 20)]
    [InlineData("1073741824", 1L << 30)]
    [InlineData("0", 0L)]
    [InlineData("-1", null)]
    [InlineData("half", null)]
    [InlineData("99999999999GB", null)]
    [InlineData(null, null)]
    public void Sizes_AreRead(string? text, long? bytes) => WslSettings.Bytes(text).ShouldBe(bytes);
}
