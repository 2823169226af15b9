using System.Buffers.Binary;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.AgentApi.Web.Support;

namespace LocalAi.Tests.AgentApi.Web;

public sealed class WebScreenshotToolTests(WebHost web) : IClassFixture<WebHost>
{
    private const string Noise =
        "<canvas id=c width=1200 height=1200></canvas><script>const g = c.getContext('2d'), d = g.createImageData(1200, 1200); for (let i = 0, s = 1; i < d.data.length; i++) d.data[i] = i % 4 === 3 ? 255 : (s = s * 16807 % 2147483647) & 255; g.putImageData(d, 0, 0);</script>";

    [Fact]
    public async Task Screenshot_Window_IsAPngOfItsSize()
    {
        var url = web.Site.Body("/shot", "<style>body{margin:0;background:#0a7}</style><h1 style='color:#fff'>Picture 그림</h1>");
        var result = await web.OkAsync("web_screenshot", new { url, width = 640, height = 400 });

        var picture = result.Images.ShouldHaveSingleItem();
        picture.MediaType.ShouldBe("image/png");
        Size(picture).ShouldBe((640, 400));
        result.Structured!["width"]!.GetValue<int>().ShouldBe(640);
        result.Text.ShouldContain("640 x 400 pixels, image/png");
        if (Environment.GetEnvironmentVariable("LOCALAI_TEST_PICTURE") is { Length: > 0 } file)
        {
            await File.WriteAllBytesAsync(file, Convert.FromBase64String(picture.Base64), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Screenshot_FullPage_HasItsHeight()
    {
        var url = web.Site.Body("/tall", "<style>body{margin:0}</style><div style='height:3000px;background:linear-gradient(red,blue)'></div>");
        Size((await web.OkAsync("web_screenshot", new { url, full_page = true, width = 500 })).Images[0]).ShouldBe((500, 3000));
    }

    [Fact]
    public async Task Screenshot_EndlessPage_IsCutAndSaysSo()
    {
        var url = web.Site.Body("/endless-height", "<style>body{margin:0}</style><div style='height:90000px;background:#ccc'></div>");
        var result = await web.OkAsync("web_screenshot", new { url, full_page = true, width = 400 });
        Size(result.Images[0]).Height.ShouldBe(8000);
        result.Structured!["cut"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Screenshot_Selector_IsOnlyThatElement()
    {
        var url = web.Site.Body("/card", "<p>above</p><div id=card style='width:200px;height:100px;background:orange'>card</div>");
        Size((await web.OkAsync("web_screenshot", new { url, selector = "#card" })).Images[0]).ShouldBe((200, 100));
        (await web.CallAsync("web_screenshot", new { url, selector = "#none" })).Kind.ShouldBe(OutcomeKind.ToolError);
    }

    [Fact]
    public async Task Screenshot_TooManyBytes_IsMadeSmaller()
    {
        var result = await web.OkAsync("web_screenshot", new { url = web.Site.Body("/noise", Noise), width = 1200, height = 1200 });
        var picture = result.Images.ShouldHaveSingleItem();
        picture.MediaType.ShouldBe("image/jpeg");
        Convert.FromBase64String(picture.Base64).Length.ShouldBeLessThanOrEqualTo(1 << 20);
    }

    [Fact]
    public async Task Screenshot_PhoneAndDark_ArePassedToThePage()
    {
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        web.Site.On("/seen", context =>
        {
            seen.TrySetResult(context.Request.QueryString.Value);
            return Task.CompletedTask;
        });
        var url = web.Site.Body("/device", "<meta name=viewport content='width=device-width'><p>x</p><script>new Image().src = '/seen?' + innerWidth + '-' + matchMedia('(prefers-color-scheme: dark)').matches</script>");
        var result = await web.OkAsync("web_screenshot", new { url, device = "phone", dark = true });
        Size(result.Images[0]).ShouldBe((390, 844));
        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).ShouldBe("?390-true");
    }

    [Theory]
    [InlineData("""{"width":100}""")]
    [InlineData("""{"width":10000}""")]
    [InlineData("""{"device":"watch"}""")]
    [InlineData("""{"full_page":"yes"}""")]
    [InlineData("""{}""")]
    public async Task Screenshot_WrongArguments_AreNamed(string arguments) =>
        (await web.CallAsync("web_screenshot", System.Text.Json.JsonElement.Parse(arguments))).Kind.ShouldBe(OutcomeKind.InvalidArguments);

    private static (int Width, int Height) Size(ToolImage picture)
    {
        var bytes = Convert.FromBase64String(picture.Base64);
        bytes.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        return (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
    }
}
