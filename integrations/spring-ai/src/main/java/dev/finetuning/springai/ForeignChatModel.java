package dev.finetuning.springai;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.ProviderException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Signal;

/** A model of Spring AI as this library knows models. */
record ForeignChatModel(String provider, String id, org.springframework.ai.chat.model.ChatModel model)
        implements ChatModel {
    ForeignChatModel {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a model needs an id");
        }
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        Prompt prompt = prompt(request);
        long start = System.nanoTime();
        CollectedAnswer answer = new CollectedAnswer();
        try {
            answer.add(model.call(prompt));
        } catch (RuntimeException e) {
            throw Failures.ours(provider, id, e);
        }
        return answer.reply(id, Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        Prompt prompt = prompt(request);
        long start = System.nanoTime();
        CollectedAnswer answer = new CollectedAnswer();
        try (Stream<Signal<ChatResponse>> signals = begin(prompt)) {
            Iterator<Signal<ChatResponse>> each = signals.iterator();
            while (hasNext(each, answer)) {
                Signal<ChatResponse> signal = each.next();
                Throwable failure = signal.getThrowable();
                if (failure != null) {
                    throw cutOff(answer, failure);
                }
                ChatResponse response = signal.get();
                String part = response == null ? "" : answer.add(response);
                if (!part.isEmpty()) {
                    parts.accept(part);
                }
            }
        }
        return answer.reply(id, Duration.ofNanos(System.nanoTime() - start));
    }

    private Prompt prompt(ChatRequest request) {
        return PromptWriter.write(request, model.getOptions(), provider, id);
    }

    /** Parts and the failure that ends them, in their order: without that, a failure overtakes parts that arrived. */
    private Stream<Signal<ChatResponse>> begin(Prompt prompt) {
        try {
            return model.stream(prompt).materialize().toStream();
        } catch (RuntimeException e) {
            throw Failures.ours(provider, id, e);
        }
    }

    private boolean hasNext(Iterator<Signal<ChatResponse>> signals, CollectedAnswer answer) {
        try {
            return signals.hasNext();
        } catch (RuntimeException e) {
            throw cutOff(answer, e);
        }
    }

    /** The failure; after the first part it says what had arrived. */
    private ProviderException cutOff(CollectedAnswer answer, Throwable theirs) {
        ProviderException failure = Failures.ours(
                provider, id, theirs instanceof RuntimeException e ? e : new IllegalStateException(theirs));
        return answer.text().isEmpty()
                ? failure
                : new AnswerCutOffException(failure.incident(), failure.reason(), answer.text(), failure);
    }
}
