package dev.finetuning.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.retraining.QueueStatus;
import dev.finetuning.retraining.RetrainingPolicy;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetirementGuardTest {
    private static final Author ANNA = Author.of("anna", "test");

    private final ManualTime time = ManualTime.create();
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal, time.withZone(ZoneOffset.UTC));
    private final Instant end = time.instant().plus(Duration.ofDays(200));

    private ModelVersion register(String name, String modelId, String baseModel) {
        TrainingJob job = TrainingJob.builder("job-" + modelId, JobStatus.of(JobPhase.SUCCEEDED), baseModel)
                .model(modelId)
                .build();
        return registry.register(
                Registration.builder(name, job).provider("hosted").build(), ANNA);
    }

    private RetirementGuard.Builder guard() {
        return RetirementGuard.builder(registry).clock(time).baseModel("base-1", end, "their page of today");
    }

    @Test
    void before_baseModelEnds_namesItsVersionsAndWhatCallsThem() {
        ModelVersion serving = register("support", "tuned-1", "base-1");
        registry.assign(serving, Alias.PRODUCTION, ANNA);
        register("support", "tuned-2", "base-1");
        register("legal", "tuned-3", "base-2");

        List<Retirement> retirements = guard().build().before(end.plusSeconds(1));

        assertThat(retirements).extracting(each -> each.version().modelId()).containsExactly("tuned-1", "tuned-2");
        assertThat(retirements.get(0).text())
                .isEqualTo("support@1.0.0 stops answering at " + end + " (its base model base-1 ends: their page of"
                        + " today); it is what answers as production");
        assertThat(retirements.get(1).inUse()).isFalse();
        assertThat(guard().build().before(end)).isEmpty();
    }

    @Test
    void before_trainedFromATunedVersion_endsWithTheBaseModelOfThatOne() {
        registry.archive(register("support", "tuned-1", "base-1"), ANNA);
        register("support", "tuned-2", "tuned-1");
        register("support", "tuned-3", "tuned-2");
        register("legal", "its-own", "its-own");

        List<Retirement> retirements = guard().build().before(end.plusSeconds(1));

        assertThat(retirements).extracting(each -> each.version().modelId()).containsExactly("tuned-2", "tuned-3");
        assertThat(retirements.get(1).source()).startsWith("its base model base-1 ends");
    }

    @Test
    void before_bothDatesKnown_takesTheEarlier() {
        ModelVersion version = register("support", "tuned-1", "base-1");
        registry.announceShutdown(version, end.minus(Duration.ofDays(1)), ANNA);

        assertThat(guard().build().before(end))
                .singleElement()
                .extracting(Retirement::source)
                .isEqualTo("announced by its provider");
    }

    @Test
    void before_archived_isNobodysLoss() {
        registry.archive(register("support", "tuned-1", "base-1"), ANNA);

        assertThat(guard().build().before(end.plusSeconds(1))).isEmpty();
    }

    @Test
    void watched_overTheMonths_warnsOnceForEachHorizon() throws InterruptedException {
        registry.assign(register("support", "tuned-1", "base-1"), Alias.PRODUCTION, ANNA);
        register("support", "tuned-2", "base-1");
        List<Notification> warnings = new ArrayList<>();
        List<Long> daysLeft = new ArrayList<>();
        for (int day = 0; day < 210; day++) {
            Notifications.builder("team", journal, warning -> {
                        warnings.add(warning);
                        daysLeft.add(Duration.between(time.instant(), end).toDays());
                    })
                    .watch(guard().build())
                    .clock(time)
                    .build()
                    .advance();
            time.advance(Duration.ofDays(1));
        }

        assertThat(daysLeft).containsExactly(89L, 30L, 7L);
        assertThat(warnings)
                .allSatisfy(warning -> assertThat(warning.details())
                        .containsEntry("version", "1.0.0")
                        .containsEntry("shutdownAt", end.toString()));
    }

    @Test
    void policy_overTheMonths_isDueOnceForEachHorizonWhileTheSuccessorIsRefused() {
        registry.assign(register("support", "tuned-1", "base-1"), Alias.PRODUCTION, ANNA);
        RetrainingPolicy policy = guard().build().policy("support");
        Optional<Instant> lastRound = Optional.of(time.instant());
        List<Long> daysLeft = new ArrayList<>();
        for (int day = 0; day < 210; day++) {
            QueueStatus status = new QueueStatus("base-2", 0, Optional.empty(), lastRound, time.instant());
            if (policy.dueWithoutExamples(status).isPresent()) {
                daysLeft.add(Duration.between(time.instant(), end).toDays());
                lastRound = Optional.of(time.instant());
            }
            time.advance(Duration.ofDays(1));
        }

        assertThat(daysLeft).containsExactly(90L, 30L, 7L);
    }

    @Test
    void policy_nothingToGain_isNotDue() {
        ModelVersion serving = register("support", "tuned-1", "base-1");
        RetrainingPolicy policy = guard().build().policy("support");
        time.advance(Duration.ofDays(150));
        QueueStatus onSuccessor = new QueueStatus("base-2", 3, Optional.empty(), Optional.empty(), time.instant());
        QueueStatus onTheSame = new QueueStatus("base-1", 3, Optional.empty(), Optional.empty(), time.instant());

        assertThat(policy.due(onSuccessor)).as("no alias points to it").isEmpty();
        registry.assign(serving, Alias.PRODUCTION, ANNA);
        assertThat(policy.due(onSuccessor))
                .hasValueSatisfying(why -> assertThat(why).contains("support@1.0.0"));
        assertThat(policy.due(onTheSame)).as("the next version would end, too").isEmpty();
        assertThat(guard().build().policy("legal").due(onSuccessor)).isEmpty();
    }

    @Test
    void look_providerWithoutAListOfModels_changesNothing() {
        register("support", "tuned-1", "base-1");
        try (ScriptedTrainingPipeline pipeline =
                ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"))) {
            assertThat(guard().build().look(pipeline)).isZero();
        }
    }

    @Test
    void horizons_noneOrNegative_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> guard().horizons(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> guard().horizons(Set.of(Duration.ofDays(-1))));
    }
}
