package dev.finetuning.format.writing;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chat messages for hosts that refuse roles or fields which others take. */
final class PlainChat implements ExampleFormat {
    /** Tools are welcome; developer and fields beside are not. */
    static final boolean TOOLS = true;

    /** Only system, user and assistant, in turns, with text and weight. */
    static final boolean BARE = false;

    private final String host;
    private final boolean tools;

    PlainChat(String host, boolean tools) {
        this.host = host;
        this.tools = tools;
    }

    @Override
    public String name() {
        return "chat messages for " + host;
    }

    @Override
    public Example read(SourceRecord record) {
        return ChatMessages.format().read(record);
    }

    @Override
    public Map<String, Object> write(Example example) {
        check(example);
        return ChatMessages.format().write(example);
    }

    @Override
    public void writeJson(Example example, OutputStream out) throws IOException {
        check(example);
        ChatMessages.format().writeJson(example, out);
    }

    private void check(Example example) {
        String obstacle = obstacle(example);
        if (obstacle != null) {
            throw new UnwritableExampleException(name(), example, obstacle);
        }
    }

    private @Nullable String obstacle(Example example) {
        if (!(example instanceof ChatExample)) {
            return "it takes conversations only";
        }
        for (Message message : example.messages()) {
            if (message.role() == Role.DEVELOPER) {
                return "it knows no developer";
            }
            if (!message.extras().isEmpty()) {
                return "it takes no unknown fields in messages";
            }
        }
        return tools ? null : bareObstacle(example);
    }

    private static @Nullable String bareObstacle(Example example) {
        if (!example.tools().isEmpty() || !example.info().extras().isEmpty()) {
            return "it takes no tools and no fields beside the messages";
        }
        List<Message> messages = example.messages();
        int first = !messages.isEmpty() && messages.get(0).role() == Role.SYSTEM ? 1 : 0;
        for (int i = first; i < messages.size(); i++) {
            Role expected = (i - first) % 2 == 0 ? Role.USER : Role.ASSISTANT;
            Message message = messages.get(i);
            if (message.role() != expected
                    || message.name() != null
                    || !message.toolCalls().isEmpty()
                    || message.toolCallId() != null) {
                return "user and assistant must alternate, without names and calls";
            }
        }
        return messages.size() < first + 2 ? "it wants at least one answer" : null;
    }
}
