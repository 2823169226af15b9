namespace LocalAi.Gateway.Door.OpenApi;

/// <summary>Requests that can be copied and sent as they are, and what comes back.</summary>
internal static class OpenAiExamples
{
    public static readonly IReadOnlyDictionary<string, string> Chat = new Dictionary<string, string>
    {
        ["chat"] = """{"model":"auto","messages":[{"role":"user","content":"파이썬으로 피보나치 함수를 짜 줘"}]}""",
        ["stream"] = """{"model":"chat-7b","messages":[{"role":"user","content":"Tell me a story."}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":256}""",
        ["tools"] = """{"model":"chat-7b","messages":[{"role":"user","content":"How is the weather in Seoul?"}],"tools":[{"type":"function","function":{"name":"weather","description":"The weather of a city","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}""",
        ["json_schema"] = """{"model":"chat-7b","messages":[{"role":"user","content":"Name a fox."}],"response_format":{"type":"json_schema","json_schema":{"name":"fox","schema":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}},"temperature":0,"seed":7}""",
        ["image"] = """{"model":"chat-7b","messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="}}]}]}""",
    };

    public static readonly IReadOnlyDictionary<string, string> Completion = new Dictionary<string, string>
    {
        ["completion"] = """{"model":"code-7b","prompt":"def fib(n):","max_tokens":64,"stop":["\n\n"]}""",
    };

    public static readonly IReadOnlyDictionary<string, string> Embedding = new Dictionary<string, string>
    {
        ["embedding"] = """{"model":"embedding","input":["안녕하세요","good morning"]}""",
    };

    public const string ChatAnswer =
        """{"id":"chatcmpl-1","object":"chat.completion","created":1763683200,"model":"qwen2.5-7b","choices":[{"index":0,"message":{"role":"assistant","content":"Hello!"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";

    public const string ChatEvents =
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1763683200,\"model\":\"qwen2.5-7b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello!\"},\"finish_reason\":null}]}\n\n"
        + "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1763683200,\"model\":\"qwen2.5-7b\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: [DONE]\n\n";

    public const string CompletionAnswer =
        """{"id":"cmpl-1","object":"text_completion","created":1763683200,"model":"qwen2.5-coder-7b","choices":[{"index":0,"text":"\n    return n if n < 2 else fib(n - 1) + fib(n - 2)","finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":24,"total_tokens":29}}""";

    public const string EmbeddingAnswer =
        """{"object":"list","model":"embedding","data":[{"object":"embedding","index":0,"embedding":[0.12,-0.03]},{"object":"embedding","index":1,"embedding":[0.08,0.01]}],"usage":{"prompt_tokens":6,"total_tokens":6}}""";

    public const string ModelList =
        """{"object":"list","data":[{"id":"chat-7b","object":"model","created":1763683200,"owned_by":"localai"},{"id":"code-7b","object":"model","created":1763683200,"owned_by":"localai"},{"id":"auto","object":"model","created":1763683200,"owned_by":"localai"}]}""";

    public const string SingleModel = """{"id":"chat-7b","object":"model","created":1763683200,"owned_by":"localai"}""";

    public const string Error =
        """{"error":{"message":"The model 'gpt-4o' does not exist. There are: chat-7b, code-7b, auto.","type":"invalid_request_error","param":"model","code":"model_not_found"}}""";
}
