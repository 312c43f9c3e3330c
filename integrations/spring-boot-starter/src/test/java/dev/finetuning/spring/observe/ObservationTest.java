package dev.finetuning.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.routing.ChatModels;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.source.Csv;
import dev.finetuning.spring.FineTuningAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservationTest {
    private static final String QUESTION = "secret question";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<Throwable> errors = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    @TempDir
    Path folder;

    ObservationTest() {
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        observations.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onError(Observation.Context context) {
                errors.add(context.getError());
            }

            @Override
            public void onStop(Observation.Context context) {
                names.add(context.getContextualName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    /** Answers, or refuses and quotes the question. */
    private record Model(boolean refusing) implements ChatModel {
        @Override
        public String id() {
            return "ft:support";
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            if (refusing) {
                throw new RequestRejectedException(
                        Incident.of("mistral", "chat"), List.of("cannot answer " + QUESTION), null);
            }
            return ChatReply.of(id(), "answer", Usage.of(7, 3), Duration.ofMillis(5));
        }

        @Override
        public ChatReply stream(ChatRequest request, Consumer<String> parts) {
            parts.accept("ans");
            parts.accept("wer");
            return ask(request);
        }
    }

    private ApplicationContextRunner application(ChatModels models) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ObservationAutoConfiguration.class, FineTuningAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> meters)
                .withBean(ObservationRegistry.class, () -> observations)
                .withBean(ChatModels.class, () -> models)
                .withPropertyValues(
                        "fine-tuning.folder=" + folder,
                        "fine-tuning.journal.type=memory",
                        "fine-tuning.runs.advance=false",
                        "fine-tuning.router.staleness=0");
    }

    private static ChatModel model(ModelRegistry registry, ModelRouter router) {
        Author ada = Author.of("ada", "first");
        registry.assign(
                registry.register(Registration.ofModel("support", "ft:support").toBuilder()
                        .provider("mistral")
                        .build()),
                Alias.PRODUCTION,
                ada);
        return router.model("support", Alias.PRODUCTION);
    }

    @Test
    void question_answered_isMeasuredByTheConventionsNames() {
        application(version -> new Model(false)).run(context -> {
            model(context.getBean(ModelRegistry.class), context.getBean(ModelRouter.class))
                    .ask(ChatRequest.of(QUESTION));

            assertThat(meters.get(GenAi.DURATION)
                            .tag("gen_ai.operation.name", "chat")
                            .tag("gen_ai.provider.name", "mistral_ai")
                            .tag("gen_ai.request.model", "ft:support")
                            .tag("error.type", "none")
                            .timer()
                            .totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(meters.get(GenAi.TOKENS)
                            .tag("gen_ai.token.type", "input")
                            .summary()
                            .totalAmount())
                    .isEqualTo(7);
            assertThat(meters.get(GenAi.TOKENS)
                            .tag("gen_ai.token.type", "output")
                            .summary()
                            .totalAmount())
                    .isEqualTo(3);
            assertThat(names).containsOnlyOnce("chat ft:support");
            assertThat(meters.get("fine_tuning.journal")
                            .tag("operation", "append")
                            .tag("error.type", "none")
                            .timer()
                            .count())
                    .isPositive();
            assertThat(meters.get("fine_tuning.registry.events")
                            .tag("type", "alias-moved")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void question_streamed_arrivesInPartsAndItsFirstIsTimed() {
        application(version -> new Model(false)).run(context -> {
            List<String> parts = new ArrayList<>();
            model(context.getBean(ModelRegistry.class), context.getBean(ModelRouter.class)).stream(
                    ChatRequest.of(QUESTION), parts::add);

            assertThat(parts).containsExactly("ans", "wer");
            assertThat(meters.get(GenAi.FIRST_CHUNK)
                            .tag("gen_ai.provider.name", "mistral_ai")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void run_toItsPromotion_isObservedStageByStageWithItsEvaluation() throws Exception {
        StringBuilder rows = new StringBuilder("question,answer\n");
        for (int i = 0; i < 20; i++) {
            rows.append("Where is parcel ").append(i).append("?,On Thursday.\n");
        }
        Path data = Files.writeString(folder.resolve("data.csv"), rows);
        application(version -> new Model(false))
                .withBean(RunEvaluation.class, () -> task -> RunEvaluation.Result.of(List.of()))
                .run(context -> {
                    FineTuningRuns runs = context.getBean(FineTuningRuns.class);
                    var columns = ColumnMapping.user("question").assistant("answer");
                    String id = runs.start(RunPlan.builder("support", "local", Csv.of(data), columns)
                            .build());

                    assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
                    for (String stage : List.of("submit", "train", "evaluate", "register", "promote")) {
                        assertThat(meters.get("fine_tuning.run.stage")
                                        .tag("stage", stage)
                                        .tag("model", "support")
                                        .timer()
                                        .count())
                                .as(stage)
                                .isEqualTo(1);
                    }
                    assertThat(meters.get("fine_tuning.evaluation").timer().count())
                            .isEqualTo(1);
                });
    }

    @Test
    void question_refusedInWordsThatQuoteIt_isRecordedWithoutThem() {
        application(version -> new Model(true)).run(context -> {
            ChatModel model = model(context.getBean(ModelRegistry.class), context.getBean(ModelRouter.class));

            assertThatThrownBy(() -> model.ask(ChatRequest.of(QUESTION))).isInstanceOf(RequestRejectedException.class);

            assertThat(meters.get(GenAi.DURATION)
                            .tag("error.type", "RequestRejectedException")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(errors).hasSize(1).noneMatch(error -> error.toString().contains("secret"));
            assertThat(meters.getMetersAsString()).doesNotContain("secret");
        });
    }

    @Test
    void observation_withoutMeters_isLeftOut() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ObservationAutoConfiguration.class, FineTuningAutoConfiguration.class))
                .withPropertyValues("fine-tuning.folder=" + folder, "fine-tuning.journal.type=memory")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Changes.class));
    }
}
