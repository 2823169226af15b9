using LocalAi.Gateway.Caching;
using LocalAi.Gateway.Callers;
using LocalAi.Gateway.Door;
using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Limits;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Routing.Auto;

namespace LocalAi.Gateway.Calls;

/// <summary><c>POST /v1/chat/completions</c>, <c>/v1/completions</c> and <c>/v1/embeddings</c>.</summary>
internal sealed class ModelEndpoint(
    CallerResolver callers,
    RoutingTableSource tables,
    BodyBudget budget,
    CallerLimits limits,
    Dispatcher dispatcher,
    SharedCalls shared,
    CallLedger ledger,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, RequestKind kind)
    {
        var caller = callers.Resolve(context);
        var table = tables.Current;
        using var body = await RequestBody.ReadAsync(context.Request, table.Options.MaxBodyBytes, budget);
        var started = time.GetTimestamp();
        await DoorSockets.LeaveAsync(body.Length);
        var shape = RequestScanner.Scan(body.Span, kind, new RequestLimits(table.Options.MaxChoices, table.Options.MaxTokens));
        var (model, reason) = Choose(kind, shape, body);
        var call = new ModelCall
        {
            RequestId = context.TraceIdentifier,
            Kind = kind,
            Body = body,
            Shape = shape,
            Caller = caller,
            Table = table,
            Model = model,
            Reason = reason,
            Started = started,
        };
        var allowance = limits.Enter(caller, model, table.Options.Limits);
        await RunAsync(context, call, allowance);
    }

    private async Task RunAsync(HttpContext context, ModelCall call, CallerAllowance allowance)
    {
        try
        {
            var sink = new ResponseSink(context.Response, call);
            var run = SharedCalls.Wants(call, context.Request.Headers[SharedCalls.Header].ToString(), call.Table.Options.Cache)
                ? shared.RunAsync(call, sink, context.RequestAborted)
                : dispatcher.RunAsync(call, sink, context.RequestAborted);
            if (await run is { } error)
            {
                call.Outcome = error.Code;
                await EndAsync(context, call, sink, error);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            call.Outcome = "canceled";
            throw;
        }
        catch (OpenAiErrorException)
        {
            throw;
        }
        catch
        {
            call.Outcome = "internal_error";
            throw;
        }
        finally
        {
            ledger.Close(call, allowance);
        }
    }

    private static async Task EndAsync(HttpContext context, ModelCall call, AnswerSink sink, OpenAiError error)
    {
        if (!sink.HasStarted)
        {
            AnswerHeaders.Write(context.Response.Headers, call, call.Upstream);
            throw new OpenAiErrorException(error);
        }

        if (call.Shape.Stream)
        {
            await sink.WriteAsideAsync(OpenAiErrorWriter.ToEvent(error), context.RequestAborted);
        }
        else
        {
            sink.Abort();
        }
    }

    private static (string Model, string? Reason) Choose(RequestKind kind, RequestShape shape, RequestBody body)
    {
        if (kind == RequestKind.Embedding)
        {
            return (PublicModels.Embedding, null);
        }

        if (shape.Model == PublicModels.Auto)
        {
            var pick = AutoPick.Of(kind, body.Span[shape.Prompt]);
            return (pick.Model, pick.Reason);
        }

        return shape.Model is PublicModels.Chat or PublicModels.Code ? (shape.Model, null) : throw UnknownModel.Error(shape.Model);
    }
}
