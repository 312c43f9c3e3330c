package dev.finetuning.spring.observe;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A model whose questions are observed: who was asked, how long it took, how many tokens; never a text. */
final class ObservedChatModel implements ChatModel {
    private final ChatModel model;
    private final String provider;
    private final ObservationRegistry observations;
    private final MeterRegistry meters;

    ObservedChatModel(ChatModel model, String provider, ObservationRegistry observations, MeterRegistry meters) {
        this.model = model;
        this.provider = GenAi.provider(provider);
        this.observations = observations;
        this.meters = meters;
    }

    @Override
    public String id() {
        return model.id();
    }

    @Override
    public String provider() {
        return model.provider();
    }

    @Override
    public String version() {
        return model.version();
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return observed(() -> model.ask(request));
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        long start = System.nanoTime();
        AtomicBoolean begun = new AtomicBoolean();
        return observed(() -> model.stream(request, part -> {
            if (begun.compareAndSet(false, true)) {
                Timer.builder(GenAi.FIRST_CHUNK)
                        .tags(tags())
                        .register(meters)
                        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
            parts.accept(part);
        }));
    }

    private ChatReply observed(Supplier<ChatReply> question) {
        Observation observation = Observation.createNotStarted(GenAi.DURATION, observations)
                .contextualName("chat " + model.id())
                .lowCardinalityKeyValue(GenAi.OPERATION, GenAi.CHAT)
                .lowCardinalityKeyValue(GenAi.PROVIDER, provider)
                .lowCardinalityKeyValue(GenAi.REQUEST_MODEL, model.id());
        ChatReply reply = Withheld.during(observation, question);
        count(reply.usage());
        return reply;
    }

    private void count(Usage usage) {
        tokens(GenAi.INPUT, usage.inputTokens());
        tokens(GenAi.OUTPUT, usage.outputTokens());
    }

    private void tokens(String type, long number) {
        if (number > 0) {
            DistributionSummary.builder(GenAi.TOKENS)
                    .baseUnit("token")
                    .tags(tags())
                    .tag(GenAi.TOKEN_TYPE, type)
                    .register(meters)
                    .record((double) number);
        }
    }

    private Tags tags() {
        return Tags.of(GenAi.OPERATION, GenAi.CHAT, GenAi.PROVIDER, provider, GenAi.REQUEST_MODEL, model.id());
    }
}
