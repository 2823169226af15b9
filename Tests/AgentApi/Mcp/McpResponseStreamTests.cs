using System.Text;
using LocalAi.AgentApi.Mcp;

namespace LocalAi.Tests.AgentApi.Mcp;

public sealed class McpResponseStreamTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"error":{"code":-32601}}}""", true, 200)]
    [InlineData("""{"id":"x","error":{"code":-32601,"message":"m"},"jsonrpc":"2.0"}""", true, 404)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"message":"result","data":{"code":-32601},"code":-32020}}""", true, 400)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"m"}}""", true, 200)]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/progress","params":{"error":{"code":-32601},"result":1}}""", false, 200)]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", false, 200)]
    [InlineData("", false, 200)]
    public void IsResponse_ReadsTheMessageItself(string message, bool isResponse, int expected)
    {
        McpResponseStream.IsResponse(Encoding.UTF8.GetBytes($"event: message\ndata: {message}\n\n"), out var status).ShouldBe(isResponse);
        status.ShouldBe(expected);
    }
}
