package dev.finetuning.eval.baseline;

import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.eval.TestCase;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.internal.content.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts examples before the question, behind the system prompt. Its provider names the examples by a hash, so
 * that answers kept for one set of examples are never taken for another's.
 */
record FewShotModel(ChatModel base, String id, String provider, Function<ChatRequest, List<TestCase>> shots)
        implements ChatModel {
    @Override
    public ChatReply ask(ChatRequest request) {
        return base.ask(prompt(request));
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        return base.stream(prompt(request), parts);
    }

    static String provider(ChatModel base, List<TestCase> examples) {
        return base.provider() + " with examples " + fingerprint(examples);
    }

    static String fingerprint(List<TestCase> examples) {
        StringBuilder ids = new StringBuilder();
        examples.forEach(example -> ids.append(example.id()).append(' '));
        return Sha256.hex(ids.toString()).substring(0, 12);
    }

    /** A model that takes batches where the base does. */
    static ChatModel of(ChatModel base, String id, String provider, Function<ChatRequest, List<TestCase>> shots) {
        FewShotModel asking = new FewShotModel(base, id, provider, shots);
        return base instanceof BatchChatModel batching ? new BatchFewShotModel(asking, batching) : asking;
    }

    ChatRequest prompt(ChatRequest request) {
        List<Message> messages = new ArrayList<>();
        List<Message> question = new ArrayList<>();
        request.messages().forEach(message -> (isInstruction(message) ? messages : question).add(message));
        for (TestCase shot : shots.apply(request)) {
            shot.input().stream().filter(message -> !isInstruction(message)).forEach(messages::add);
            shot.expected().ifPresent(messages::add);
        }
        messages.addAll(question);
        return request.withMessages(messages);
    }

    private static boolean isInstruction(Message message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }
}
