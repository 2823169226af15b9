using System.Text.Json;
using LocalAi.ServiceDefaults.Authentication;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>
/// Streamable HTTP. The stateless revision has a server to itself for the length of one request, whose closing is its cancellation; the older ones have
/// a session. Host and Origin have been checked, and the caller authenticated, before a request comes here.
/// </summary>
internal sealed class McpHttp(McpServerFactory factory, McpStatelessServers stateless, McpSessions sessions, IOptions<AgentOptions> options, TimeProvider time)
{
    public async Task PostAsync(HttpContext context)
    {
        try
        {
            var (json, message) = await McpRequestReader.ReadAsync(context, options.Value.Mcp.MaxRequestBytes);
            var revision = McpHeaderCheck.Revision(context.Request, json);
            message.Context = new JsonRpcMessageContext { ProtocolVersion = revision, User = context.User };
            ToolFilter.Of(context.Request).AttachTo(message.Context);
            if (revision == McpRevisions.Stateless)
            {
                McpHeaderCheck.Check(context.Request, json, factory.InputSchema);
                await PostStatelessAsync(context, message);
            }
            else
            {
                await PostSessionAsync(context, json, message);
            }
        }
        catch (McpError error)
        {
            await error.WriteAsync(context);
        }
    }

    public async Task GetAsync(HttpContext context)
    {
        try
        {
            var session = Session(context);
            try
            {
                PrepareStream(context);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await session.Transport.HandleGetRequestAsync(context.Response.Body, context.RequestAborted);
            }
            catch (InvalidOperationException) when (!context.Response.HasStarted)
            {
                throw new McpError(StatusCodes.Status409Conflict, (int)McpErrorCode.InvalidRequest, "This session has its event stream already.");
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client closed the stream.
            }
            finally
            {
                sessions.Leave(session);
            }
        }
        catch (McpError error)
        {
            await error.WriteAsync(context);
        }
    }

    public async Task DeleteAsync(HttpContext context)
    {
        try
        {
            if (IsStateless(context))
            {
                throw NotAllowed(context);
            }

            if (!await sessions.CloseAsync(context.Request.Headers[McpHttpHeaders.SessionId].ToString(), context.User.UserName()))
            {
                throw NoSession(null);
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (McpError error)
        {
            await error.WriteAsync(context);
        }
    }

    private async Task PostStatelessAsync(HttpContext context, JsonRpcMessage message)
    {
        if (message is not (JsonRpcRequest or JsonRpcNotification))
        {
            throw McpError.Invalid("This revision has no requests from the server, so there is nothing to respond to.");
        }

        var server = stateless.Rent();
        var ended = false;
        try
        {
            await HandleAsync(context, server.Transport, message);

            // What nothing is answered to may still be at work; what was cancelled is.
            ended = message is JsonRpcRequest && !context.RequestAborted.IsCancellationRequested;
        }
        finally
        {
            await (ended ? stateless.ReturnAsync(server) : server.DisposeAsync());
        }
    }

    private async Task PostSessionAsync(HttpContext context, JsonElement json, JsonRpcMessage message)
    {
        var isInitialize = message is JsonRpcRequest { Method: RequestMethods.Initialize };
        if (isInitialize && context.Request.Headers.ContainsKey(McpHttpHeaders.SessionId))
        {
            throw McpError.Invalid("A session is initialized once; leave Mcp-Session-Id out to open another.", McpRequestReader.Id(json));
        }

        var session = isInitialize
            ? sessions.Open(context.User.UserName()) ?? throw new McpError(StatusCodes.Status503ServiceUnavailable, (int)McpErrorCode.InternalError, "All sessions are in use; try again soon.") { Id = McpRequestReader.Id(json) }
            : Session(context, json);
        try
        {
            if (isInitialize)
            {
                context.Response.Headers[McpHttpHeaders.SessionId] = session.Id;
            }

            await HandleAsync(context, session.Transport, message);
        }
        finally
        {
            sessions.Leave(session);
        }
    }

    private async Task HandleAsync(HttpContext context, StreamableHttpServerTransport transport, JsonRpcMessage message)
    {
        PrepareStream(context);
        await using var answer = new McpResponseStream(context, IsStateless(context), time);
        try
        {
            if (!await transport.HandlePostRequestAsync(message, answer, context.RequestAborted))
            {
                context.Response.Headers.ContentType = default;
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left, which cancelled what it asked for.
        }
    }

    private McpSession Session(HttpContext context, JsonElement json = default)
    {
        if (IsStateless(context))
        {
            throw NotAllowed(context);
        }

        var id = json.ValueKind == JsonValueKind.Undefined ? null : McpRequestReader.Id(json);
        var header = context.Request.Headers[McpHttpHeaders.SessionId];
        if (header.Count != 1 || string.IsNullOrEmpty(header[0]))
        {
            throw McpError.Invalid($"Begin with initialize and send {McpHttpHeaders.SessionId} from then on, or use revision {McpRevisions.Stateless}.", id);
        }

        return sessions.Enter(header[0]!, context.User.UserName()) ?? throw NoSession(id);
    }

    private static McpError NoSession(System.Text.Json.Nodes.JsonNode? id) => new(StatusCodes.Status404NotFound, -32001, "Session not found") { Id = id };

    private static McpError NotAllowed(HttpContext context)
    {
        context.Response.Headers.Allow = "POST";
        return new McpError(StatusCodes.Status405MethodNotAllowed, (int)McpErrorCode.InvalidRequest, $"Revision {McpRevisions.Stateless} has only POST.");
    }

    private static bool IsStateless(HttpContext context) => context.Request.Headers[McpHttpHeaders.ProtocolVersion] == McpRevisions.Stateless;

    private static void PrepareStream(HttpContext context)
    {
        context.Response.Headers.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache,no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }
}
