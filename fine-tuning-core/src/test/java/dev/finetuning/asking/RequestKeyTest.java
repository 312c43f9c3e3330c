package dev.finetuning.asking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.testing.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestKeyTest {
    private static final ChatRequest ASKED = ChatRequest.of("Where is my parcel?");

    @Test
    void of_equalRequests_isTheSame() {
        ChatRequest again = ChatRequest.of(List.of(Message.user("Where is my parcel?")));
        assertThat(key(again)).isEqualTo(key(ASKED)).matches("[0-9a-f]{64}");
        assertThat(key(ASKED.withOption("a", 1).withOption("b", 2)))
                .isEqualTo(key(ASKED.withOption("b", 2).withOption("a", 1)));
    }

    @Test
    void of_anythingThatMayChangeTheAnswer_differs() {
        List<ChatRequest> requests = List.of(
                ASKED,
                ASKED.withTemperature(0),
                ASKED.withMaxTokens(1),
                ASKED.withSeed(1),
                ASKED.withOption("top_p", 1),
                ASKED.withTools(List.of(Tool.of("look", Map.of()))),
                ASKED.withTools(List.of(Tool.of("look", "up", Map.of()))),
                ASKED.withTools(List.of(Tool.of("look", Map.of("type", "object")))),
                of(Message.assistant("Where is my parcel?")),
                of(Message.user("Where is my"), Message.user(" parcel?")),
                of(Message.user("Where is my parcel?\ud800")),
                of(Message.user("Where is my parcel?\ud801")),
                of(Message.user("Where is my parcel?").withWeight(1.0)),
                of(Message.user("Where is my parcel?").withToolCallId("1")),
                of(Message.user("Where is my parcel?").withoutContent()),
                of(Message.user("")),
                of(Message.user("Where is my parcel?").withContent(parts("Where is my parcel?"))),
                of(Message.user("Where is my parcel?").withContent(parts("Where is", "my parcel?"))),
                of(Message.user("Where is my parcel?").toBuilder().name("Ann").build()),
                of(Message.builder(Role.USER).extras(Map.of("prefix", true)).build()),
                of(Message.assistant(List.of(ToolCall.of("1", "look", "{}")))),
                of(Message.assistant(List.of(ToolCall.of("look", "{}")))),
                of(Message.assistant(List.of(ToolCall.of("1", "look", "{\"a\":1}")))),
                of(Message.assistant(List.of(new ToolCall(Optional.of("1"), "look", "{}", Map.of("index", 0))))));

        assertThat(requests.stream().map(RequestKeyTest::key)).doesNotHaveDuplicates();
        assertThat(RequestKey.of(ScriptedChatModel.echo("other"), "other", ASKED, 0))
                .isNotEqualTo(key(ASKED));
        assertThat(RequestKey.of(ScriptedChatModel.echo("model"), "model", ASKED, 1))
                .isNotEqualTo(key(ASKED));
        assertThat(RequestKey.of(ScriptedChatModel.echo("model"), "model@2", ASKED, 0))
                .isNotEqualTo(key(ASKED));
    }

    private static Content parts(String... texts) {
        return Content.of(List.of(texts).stream().map(Content.Part::text).toList());
    }

    private static ChatRequest of(Message... messages) {
        return ChatRequest.of(List.of(messages));
    }

    private static String key(ChatRequest request) {
        return RequestKey.of(ScriptedChatModel.echo("model"), "model", request, 0);
    }
}
