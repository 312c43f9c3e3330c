package dev.finetuning.springai;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.ProviderException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
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
        Deadline deadline = Deadline.of(request, provider, id);
        return deadline.call(() -> {
            CollectedAnswer answer = new CollectedAnswer();
            try {
                answer.add(model.call(prompt));
            } catch (RuntimeException e) {
                throw Failures.ours(provider, id, e);
            }
            return answer.reply(id, deadline.elapsed());
        });
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        Prompt prompt = prompt(request);
        Deadline deadline = Deadline.of(request, provider, id);
        deadline.check();
        CollectedAnswer answer = new CollectedAnswer();
        try (Stream<Signal<ChatResponse>> signals = begin(prompt, deadline)) {
            Iterator<Signal<ChatResponse>> each = signals.iterator();
            while (hasNext(each, answer)) {
                Signal<ChatResponse> signal = each.next();
                Throwable failure = signal.getThrowable();
                if (failure != null) {
                    throw cutOff(answer, failure instanceof TimeoutException ? deadline.passed(failure) : failure);
                }
                ChatResponse response = signal.get();
                String part = response == null ? "" : answer.add(response);
                if (!part.isEmpty()) {
                    parts.accept(part);
                }
            }
        }
        return answer.reply(id, deadline.elapsed());
    }

    private Prompt prompt(ChatRequest request) {
        return PromptWriter.write(request, model.getOptions(), provider, id);
    }

    /** Parts and the failure that ends them, in their order: without that, a failure overtakes parts that arrived. */
    private Stream<Signal<ChatResponse>> begin(Prompt prompt, Deadline deadline) {
        try {
            Flux<ChatResponse> answer = model.stream(prompt);
            return deadline.left()
                    .map(left -> within(left, answer))
                    .orElse(answer)
                    .materialize()
                    .toStream();
        } catch (RuntimeException e) {
            throw Failures.ours(provider, id, e);
        }
    }

    private static Flux<ChatResponse> within(Duration left, Flux<ChatResponse> answer) {
        Mono<Long> end = Mono.delay(left).cache();
        return answer.timeout(end, part -> end);
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
