package dev.finetuning.eval.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.eval.compare.Verdict;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.routing.Route;
import dev.finetuning.routing.RoutedModel;
import dev.finetuning.routing.RoutedReply;
import dev.finetuning.routing.TrafficSplit;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From split traffic over feedback to a promotion, with the process dying in between. */
class TrafficExperimentTest {
    private static final Author ADA = Author.of("ada", "test");

    private final ManualTime time = ManualTime.create();
    private final ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
    private final Map<String, ScriptedChatModel> models =
            Map.of("old", ScriptedChatModel.answering("old", "old"), "new", ScriptedChatModel.answering("new", "new"));
    private final ModelRouter router = ModelRouter.create(registry, version -> models.get(version.modelId()));
    private final ModelVersion before = promoted("old", Alias.PRODUCTION);
    private final ModelVersion now = promoted("new", Alias.CHALLENGER);

    @TempDir
    Path folder;

    private ModelVersion promoted(String modelId, Alias alias) {
        JobStatus done = JobStatus.of(JobPhase.SUCCEEDED);
        TrainingJob job = TrainingJob.builder("job-" + modelId, done, "base")
                .model(modelId)
                .build();
        ModelVersion version = registry.register(Registration.of("support", job));
        registry.promote(version, alias, PromotionPolicy.of(), ADA);
        return version;
    }

    private TrafficExperiment open(Journal journal) {
        return TrafficExperiment.open(journal, time, "november", before.id(), now.id(), 0.05);
    }

    @Test
    void experiment_feedbackOverRestarts_decidesAndLeadsToAPromotion() {
        RoutedModel split = router.model(Route.to("support", Alias.PRODUCTION)
                .withSplit(TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, 0.3)));
        Random users = new Random(7);
        int asked = 0;
        Verdict verdict = Verdict.UNDECIDED;
        while (verdict == Verdict.UNDECIDED && asked < 5_000) {
            // a process that serves a hundred users and dies
            try (FileJournal journal = FileJournal.in(folder)) {
                TrafficExperiment experiment = open(journal);
                for (int i = 0; i < 100; i++) {
                    RoutedReply reply = split.forKey("user-" + asked++).route(ChatRequest.of("Hello"));
                    double pleased = reply.reply().text().equals("new") ? 0.6 : 0.3;
                    assertThat(experiment.feedback(reply, users.nextDouble() < pleased ? 1 : 0))
                            .isTrue();
                }
                verdict = experiment.verdict();
            }
        }
        assertThat(verdict).isEqualTo(Verdict.BETTER);
        assertThat(asked).isLessThan(1_000);
        try (FileJournal journal = FileJournal.in(folder)) {
            TrafficExperiment experiment = open(journal);
            assertThat(experiment.scored()).isEqualTo(asked);
            assertThat(experiment.sentence()).startsWith(now.id() + " does better than " + before.id());
            // a test that stops early exaggerates; its interval holds the truth all the same
            ScoreCard card = experiment.scoreCard("traffic_gain", time.instant());
            assertThat(0.3)
                    .isBetween(
                            card.interval().orElseThrow().low(),
                            card.interval().orElseThrow().high());
            assertThat(card.value()).isPositive();
        }
        registry.promote(now, Alias.PRODUCTION, PromotionPolicy.of(), ADA);
        assertThat(router.model("support", Alias.PRODUCTION)
                        .ask(ChatRequest.of("Hello"))
                        .text())
                .isEqualTo("new");
    }

    @Test
    void record_twoProcesses_seeEachOthersScores() {
        InMemoryJournal journal = new InMemoryJournal();
        TrafficExperiment one = open(journal);
        TrafficExperiment other = open(journal);
        for (int i = 0; i < 200; i++) {
            one.record(before.id(), i % 5 == 0 ? 1 : 0);
            other.record(now.id(), i % 5 == 0 ? 0 : 1);
        }
        assertThat(one.pValue()).isEqualTo(other.pValue()).isLessThan(0.05);
        assertThat(one.difference()).isEqualTo(other.difference());
        assertThat(one.sentence()).contains(" does better than ").contains("on 400 answers");
    }

    @Test
    void scoreCard_ofScoresByAModel_opensAGateOnlyWithItsCalibration() {
        InMemoryJournal journal = new InMemoryJournal();
        TrafficExperiment experiment = open(journal);
        for (int i = 0; i < 200; i++) {
            experiment.record(before.id(), judged(i % 5 == 0));
            experiment.record(now.id(), judged(i % 5 != 0));
        }
        assertThat(experiment.record(now.id(), Score.absent("Helpful", "no answer")))
                .isFalse();
        ScoreCard card = open(journal).scoreCard("traffic_gain", time.instant());
        JudgeCalibration calibration = JudgeCalibration.builder(
                        "support",
                        "judge, rubric 1",
                        new JudgeAgreement(
                                JudgeAgreement.Statistic.COHENS_KAPPA, 0.8, new Interval(0.7, 0.9, 0.95), 80),
                        time.instant())
                .rates(0.5, 0.5)
                .build();

        assertThat(card.judge()).contains("judge, rubric 1");
        assertThat(refused(card)).anyMatch(each -> each.contains("no calibration"));
        assertThat(refused(card.withCalibration(calibration))).isEmpty();

        experiment.record(now.id(), Score.of("Helpful", true).byJudge("another"));
        ScoreCard mixed = experiment.scoreCard("traffic_gain", time.instant()).withCalibration(calibration);
        assertThat(refused(mixed)).anyMatch(each -> each.contains("the scores are by another and judge, rubric 1"));
    }

    private static Score judged(boolean helpful) {
        return Score.of("Helpful", helpful).byJudge("judge, rubric 1");
    }

    /** Why the gates refuse to promote the challenger by a card. */
    private List<String> refused(ScoreCard card) {
        registry.score(now, List.of(card), ADA);
        PromotionDecision decision = registry.promote(
                registry.byAlias("support", Alias.CHALLENGER).orElseThrow(),
                Alias.of("on-" + card.n() + "-scores"),
                PromotionPolicy.of(Gate.atLeast("traffic_gain", 0.1)),
                ADA);
        return decision.failures().stream().map(GateVerdict::evidence).toList();
    }

    @Test
    void failuresAsZero_unansweredQuestion_countsAgainstItsVersion() {
        InMemoryJournal journal = new InMemoryJournal();
        TrafficExperiment experiment = open(journal);
        router.addListener(experiment.failuresAsZero());
        models.get("old").failNext(new RetryLaterException(Incident.of("scripted", "ask"), "busy", null, null));
        Route route = Route.to("support", Alias.PRODUCTION).withLastResort(ScriptedChatModel.answering("base", "base"));

        RoutedReply reply = router.model(route).route(ChatRequest.of("Hello"));

        assertThat(experiment.scored()).isEqualTo(1);
        assertThat(experiment.feedback(reply, 1))
                .as("the last resort is no arm")
                .isFalse();
        assertThat(experiment.record("support@9.9.9", 1)).isFalse();
        assertThat(experiment.scored()).isEqualTo(1);
    }

    @Test
    void open_sameNameOtherSettings_isRefused() {
        InMemoryJournal journal = new InMemoryJournal();
        open(journal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrafficExperiment.open(journal, time, "november", now.id(), before.id(), 0.05))
                .withMessageContaining("another name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrafficExperiment.open(journal, time, "x", now.id(), now.id(), 0.05));
        assertThatIllegalArgumentException().isThrownBy(() -> open(journal).record(now.id(), 1.5));
    }

    @Test
    void verdict_onceDecided_staysThoughTheArmsChange() {
        SequentialTest test = new SequentialTest(0.05);
        for (int i = 0; i < 60 && test.verdict() == Verdict.UNDECIDED; i++) {
            test.addControl(0);
            test.addTreatment(1);
        }
        assertThat(test.verdict()).isEqualTo(Verdict.BETTER);
        for (int i = 0; i < 500; i++) {
            test.addControl(1);
            test.addTreatment(0);
        }
        assertThat(test.difference().value()).isNegative();
        assertThat(test.verdict()).isEqualTo(Verdict.BETTER);
    }
}
