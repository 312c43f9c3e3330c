package dev.finetuning.testing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * A chat model that answers by a script and records its requests. Failures queued with {@link #failNext}
 * come first, one per call. Thread-safe.
 */
public final class ScriptedChatModel implements ChatModel {
    private final String id;
    private final Function<ChatRequest, String> script;
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final List<ChatRequest> asked = new ArrayList<>();
    private Duration latency = Duration.ZERO;
    private Usage usage = Usage.NONE;

    private ScriptedChatModel(String id, Function<ChatRequest, String> script) {
        this.id = id;
        this.script = script;
    }

    /** A model that answers with the result of a function. */
    public static ScriptedChatModel answering(String id, Function<ChatRequest, String> script) {
        return new ScriptedChatModel(id, script);
    }

    /** A model that always gives the same answer. */
    public static ScriptedChatModel answering(String id, String answer) {
        return new ScriptedChatModel(id, request -> answer);
    }

    /** A model that repeats the last user message. */
    public static ScriptedChatModel echo(String id) {
        return new ScriptedChatModel(id, ScriptedChatModel::lastUserText);
    }

    /** Queues a failure for the next call without one. */
    public synchronized ScriptedChatModel failNext(RuntimeException failure) {
        failures.add(failure);
        return this;
    }

    /** The latency to put into replies; calls do not take real time, but fail if it is beyond the question's deadline. */
    public synchronized ScriptedChatModel latency(Duration claimed) {
        latency = claimed;
        return this;
    }

    /** The usage to put into replies. */
    public synchronized ScriptedChatModel usage(Usage claimed) {
        usage = claimed;
        return this;
    }

    /** All requests so far, including failed ones. */
    public synchronized List<ChatRequest> asked() {
        return List.copyOf(asked);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String provider() {
        return "scripted";
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        Deadline deadline = Deadline.of(request, provider(), id);
        RuntimeException failure;
        Duration claimedLatency;
        Usage claimedUsage;
        synchronized (this) {
            asked.add(request);
            failure = failures.poll();
            claimedLatency = latency;
            claimedUsage = usage;
        }
        if (failure != null) {
            throw failure;
        }
        String answer = script.apply(request);
        if (deadline.isPassed()
                || request.deadline()
                        .filter(time -> claimedLatency.compareTo(time) > 0)
                        .isPresent()) {
            throw deadline.passed();
        }
        return ChatReply.of(id, answer, claimedUsage, claimedLatency);
    }

    private static String lastUserText(ChatRequest request) {
        return request.messages().stream()
                .filter(message -> message.role() == Role.USER)
                .reduce((first, second) -> second)
                .map(Message::text)
                .orElse("");
    }
}
