package dev.finetuning.spring.observe;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/** A model whose questions are observed: who was asked, how long it took, how many tokens; never a text. */
final class ObservedChatModel implements ChatModel {
    private static final String NO_ERROR = "none";

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
        Observation observation = Observation.createNotStarted(GenAi.DURATION, observations)
                .contextualName("chat " + model.id())
                .lowCardinalityKeyValue(GenAi.OPERATION, "chat")
                .lowCardinalityKeyValue(GenAi.PROVIDER, provider)
                .lowCardinalityKeyValue(GenAi.REQUEST_MODEL, model.id())
                .lowCardinalityKeyValue(GenAi.ERROR, NO_ERROR)
                .start();
        Observation.Scope scope = observation.openScope();
        try {
            ChatReply reply = model.ask(request);
            count(reply.usage());
            return reply;
        } catch (RuntimeException e) {
            observation.lowCardinalityKeyValue(GenAi.ERROR, e.getClass().getSimpleName());
            observation.error(new Withheld(e));
            throw e;
        } finally {
            scope.close();
            observation.stop();
        }
    }

    private void count(Usage usage) {
        tokens("input", usage.inputTokens());
        tokens("output", usage.outputTokens());
    }

    private void tokens(String type, long number) {
        if (number > 0) {
            DistributionSummary.builder(GenAi.TOKENS)
                    .baseUnit("token")
                    .tag(GenAi.OPERATION, "chat")
                    .tag(GenAi.PROVIDER, provider)
                    .tag(GenAi.REQUEST_MODEL, model.id())
                    .tag(GenAi.TOKEN_TYPE, type)
                    .register(meters)
                    .record((double) number);
        }
    }

    /** Stands for a failure whose message may quote the question: its type alone goes to traces. */
    static final class Withheld extends RuntimeException {
        private static final long serialVersionUID = 1;

        Withheld(Throwable failure) {
            super(failure.getClass().getName(), null, false, false);
        }
    }
}
