using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>What is set on every new page before it goes anywhere.</summary>
internal static class TabSetup
{
    // In the page's own world, before its scripts: service workers outlive pages, WebRTC looks for addresses of this machine.
    private const string Restrict =
        """
        (() => {
          const refuse = () => Promise.reject(new DOMException('Service workers are off.', 'SecurityError'));
          if (window.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = refuse;
          for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete window[name];
        })();
        """;

    public static IEnumerable<(string Method, JsonObject? Parameters)> Commands(TabView view)
    {
        yield return ("Page.enable", null);
        yield return ("Inspector.enable", null);

        // Bodies are not asked for: nothing of them is kept.
        yield return ("Network.enable", new JsonObject { ["maxTotalBufferSize"] = 0, ["maxResourceBufferSize"] = 0 });
        yield return ("Network.setBypassServiceWorker", new JsonObject { ["bypass"] = true });
        yield return ("Page.setInterceptFileChooserDialog", new JsonObject { ["enabled"] = true });
        yield return ("Page.addScriptToEvaluateOnNewDocument", new JsonObject { ["source"] = Restrict });
        yield return ("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = view.Width, ["height"] = view.Height, ["deviceScaleFactor"] = 1, ["mobile"] = view.Mobile });
        yield return ("Emulation.setTouchEmulationEnabled", new JsonObject { ["enabled"] = view.Mobile });
        yield return ("Emulation.setFocusEmulationEnabled", new JsonObject { ["enabled"] = true });
        yield return ("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(
                new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = view.Dark ? "dark" : "light" },
                new JsonObject { ["name"] = "prefers-reduced-motion", ["value"] = "reduce" }),
        });
    }
}
