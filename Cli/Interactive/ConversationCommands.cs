using System.Text;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Interactive;

/// <summary>The lines that start with a colon.</summary>
internal sealed class ConversationCommands(ConversationState state, Output output)
{
    /// <returns>False to end the conversation.</returns>
    public bool Run(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (name, value) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
        switch (name)
        {
            case ":quit" or ":q" or ":exit":
                return false;
            case ":help":
                Say(Help);
                break;
            case ":clear":
                state.Messages.Clear();
                Say(Language.Pick("Forgotten; a new conversation.", "새 대화를 시작합니다."));
                break;
            case ":stream":
                state.Chat = state.Chat with { Stream = Switch(value, state.Chat.Stream) };
                Say($"stream: {(state.Chat.Stream ? "on" : "off")}");
                break;
            case ":model":
                state.Chat = value.Length > 0 ? state.Chat with { Model = value } : state.Chat;
                Say($"model: {state.Chat.Model}");
                break;
            case ":system":
                state.Chat = state.Chat with { System = value.Length > 0 ? value : null };
                Say(value.Length > 0 ? "system: " + value : Language.Pick("system: none", "system: 없음"));
                break;
            case ":rag":
                Rag(value);
                break;
            case ":save":
                Save(value);
                break;
            default:
                Say(Language.Pick($"There is no {name}. :help lists the commands.", $"{name} 명령은 없습니다. :help를 보세요."));
                break;
        }

        return true;
    }

    private static string Help => Language.Pick(
        """
        :model NAME        auto, chat-7b or code-7b
        :rag [on|off|NAME] answer from the documents (of a collection)
        :stream [on|off]   show the answer as it comes
        :system [TEXT]     instructions for the model; without text: none
        :clear             forget the conversation
        :save FILE         write the conversation as Markdown
        :quit              end (also Ctrl+D)
        Ctrl+C stops an answer.
        """,
        """
        :model 이름          auto, chat-7b, code-7b
        :rag [on|off|이름]   문서(컬렉션)에서 답하기
        :stream [on|off]     답을 오는 대로 보여 주기
        :system [글]         모델에 주는 지시; 글이 없으면 지움
        :clear               대화 잊기
        :save 파일           대화를 마크다운으로 저장
        :quit                끝내기(Ctrl+D도 됨)
        Ctrl+C는 답을 멈춥니다.
        """);

    private void Rag(string value)
    {
        if (value is "on" or "off" or "")
        {
            state.Rag = Switch(value, state.Rag);
        }
        else
        {
            (state.Rag, state.Collections) = (true, [value]);
        }

        Say(state.Rag ? $"rag: on ({string.Join(", ", state.Collections.DefaultIfEmpty("default"))})" : "rag: off");
    }

    private void Save(string file)
    {
        if (file.Length == 0)
        {
            Say(Language.Pick("Where to? :save FILE", "어디에 저장할까요? :save 파일"));
            return;
        }

        var text = new StringBuilder();
        foreach (var message in state.Messages)
        {
            text.Append("## ").AppendLine(message.Role).AppendLine().AppendLine(message.Content).AppendLine();
        }

        try
        {
            // An existing file is never overwritten by a slip of the fingers.
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
            Say(Language.Pick($"Saved: {file}", $"저장했습니다: {file}"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Say(Language.Pick($"Not saved: {refused.Message}", $"저장하지 못했습니다: {refused.Message}"));
        }
    }

    private static bool Switch(string value, bool current) => value switch
    {
        "on" => true,
        "off" => false,
        _ => !current,
    };

    private void Say(string text)
    {
        output.WriteLine(text);
        output.EndLine();
    }
}
