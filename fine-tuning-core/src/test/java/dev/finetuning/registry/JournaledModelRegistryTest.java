package dev.finetuning.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.Stage;
import dev.finetuning.registry.version.VersionStatus;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledModelRegistryTest {
    private static final Author CI = Author.of("ci", "nightly run");
    private static final PromotionPolicy OPEN = PromotionPolicy.of();

    private final TickingClock clock = new TickingClock();
    private final Journal journal = new InMemoryJournal();
    private final JournaledModelRegistry registry = JournaledModelRegistry.open(journal, clock);

    private ModelVersion registered(String modelId) {
        return registry.register(Registration.of("support-bot", Jobs.succeeded(modelId)));
    }

    @Test
    void register_succeededJobs_getsNextPatchVersions() {
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        ModelVersion minor = registry.register(Registration.builder("support-bot", Jobs.succeeded("m3"))
                .raise(SemanticVersion.Part.MINOR)
                .build());

        assertThat(first.id()).isEqualTo("support-bot@1.0.0");
        assertThat(second.id()).isEqualTo("support-bot@1.0.1");
        assertThat(minor.id()).isEqualTo("support-bot@1.1.0");
        assertThat(registry.view().versions("support-bot")).containsExactly(first, second, minor);
        assertThat(registry.view().version("support-bot@1.0.1")).contains(second);
    }

    @Test
    void register_sameModelAgain_returnsTheVersionThereIs() {
        ModelVersion first = registered("m1");

        assertThat(registered("m1")).isEqualTo(first);
        assertThat(registry.history("support-bot")).hasSize(1);
    }

    @Test
    void register_modelWithoutAJob_isWhatTheNextOneRollsBackTo() {
        ModelVersion untrained = registry.register(Registration.ofModel("support-bot", "base-model"));
        registry.override(
                untrained, Alias.PRODUCTION, PromotionPolicy.of(Gate.approvals(1)), Author.of("ada", "serves"));
        ModelVersion trained = registered("m1");
        registry.override(trained, Alias.PRODUCTION, PromotionPolicy.of(Gate.approvals(1)), Author.of("ada", "try it"));
        registry.rollback("support-bot", Alias.PRODUCTION, Author.of("ada", "too terse"));

        assertThat(untrained.lineage().jobId()).isEmpty();
        assertThat(untrained.lineage().baseModel()).isEqualTo("base-model");
        assertThat(registry.view().byAlias("support-bot", Alias.PRODUCTION).map(ModelVersion::modelId))
                .contains("base-model");
    }

    @Test
    void registration_blankModelId_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Registration.ofModel("support-bot", " "))
                .withMessageContaining("id");
    }

    @Test
    void register_unfinishedJob_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Registration.of("support-bot", Jobs.running()))
                .withMessageContaining("succeeded");
    }

    @Test
    void versions_areOrderedNumerically() {
        for (String number : List.of("1.10.0", "1.9.0", "1.2.0")) {
            registry.register(Registration.builder("bot", Jobs.succeeded("m-" + number))
                    .version(SemanticVersion.parse(number))
                    .build());
        }

        assertThat(registry.view().versions("bot"))
                .extracting(version -> version.version().toString())
                .containsExactly("1.2.0", "1.9.0", "1.10.0");
        assertThat(registry.register(Registration.of("bot", Jobs.succeeded("next")))
                        .id())
                .isEqualTo("bot@1.10.1");
    }

    @Test
    void promote_gatesPass_movesTheAliasAndKeepsTheEvidence() {
        ModelVersion version = registry.register(Registration.builder("support-bot", Jobs.succeeded("m1"))
                .addScoreCard(ScoreCard.of("accuracy", 0.91, Direction.HIGHER_IS_BETTER, 200, Instant.EPOCH))
                .build());

        PromotionDecision decision =
                registry.promote(version, Alias.PRODUCTION, PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), CI);

        assertThat(decision.promoted()).isTrue();
        assertThat(decision.verdicts()).containsExactly(new GateVerdict("accuracy >= 0.8", true, "0.91 on 200 cases"));
        ModelVersion champion =
                registry.byAlias("support-bot", Alias.PRODUCTION).orElseThrow();
        assertThat(champion.id()).isEqualTo(version.id());
        assertThat(champion.stage()).isEqualTo(Stage.PRODUCTION);
        assertThat(champion.aliases()).containsExactly(Alias.PRODUCTION);
    }

    @Test
    void promote_versionThatHoldsTheAlias_keepsItWithoutAskingItsGates() {
        registry.promote(registered("m1"), Alias.PRODUCTION, OPEN, CI);
        ModelVersion second = registry.register(Registration.builder("support-bot", Jobs.succeeded("m2"))
                .addScoreCard(Cards.plain("accuracy", 0.9))
                .build());
        registry.assign(second, Alias.PRODUCTION, CI);
        PromotionDecision again = registry.promote(
                second, Alias.PRODUCTION, PromotionPolicy.of(Gate.minAbsoluteChange("accuracy", 0.01)), CI);

        assertThat(again.promoted()).isTrue();
        assertThat(again.overridden()).isFalse();
        assertThat(again.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.gate()).contains("already"));
        assertThat(registry.history("support-bot"))
                .last()
                .satisfies(event -> assertThat(event.by()).isEqualTo(CI));
        assertThat(registry.rollback("support-bot", Alias.PRODUCTION, CI).modelId())
                .isEqualTo("m1");
    }

    @Test
    void promote_gateFails_leavesTheHolderAndRecordsTheRefusal() {
        ModelVersion first = registered("m1");
        registry.promote(first, Alias.PRODUCTION, OPEN, CI);
        ModelVersion second = registered("m2");

        PromotionDecision decision =
                registry.promote(second, Alias.PRODUCTION, PromotionPolicy.of(Gate.approvals(1)), CI);

        assertThat(decision.promoted()).isFalse();
        assertThat(decision.champion()).contains(first.version());
        assertThat(decision.failures()).hasSize(1);
        assertThat(registry.byAlias("support-bot", Alias.PRODUCTION)
                        .orElseThrow()
                        .id())
                .isEqualTo(first.id());
        assertThat(registry.history("support-bot")).last().isEqualTo(new RegistryEvent.PromotionRefused(decision));
    }

    @Test
    void override_withReason_promotesAndStaysVisible() {
        ModelVersion version = registered("m1");
        PromotionPolicy policy = PromotionPolicy.of(Gate.atLeast("accuracy", 0.8));

        PromotionDecision decision = registry.override(
                version, Alias.PRODUCTION, policy, Author.of("ada", "incident 7: the old one is gone"));

        assertThat(decision.promoted()).isTrue();
        assertThat(decision.overridden()).isTrue();
        assertThat(decision.failures()).hasSize(1);
        RegistryEvent.AliasMoved moved = (RegistryEvent.AliasMoved)
                JournaledModelRegistry.open(journal).history("support-bot").get(1);
        assertThat(moved.move().decision()).contains(decision);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.override(version, Alias.PRODUCTION, policy, Author.of("ada", " ")));
    }

    @Test
    void rollback_returnsStepByStep() {
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        ModelVersion third = registered("m3");
        List.of(first, second, third).forEach(version -> registry.promote(version, Alias.PRODUCTION, OPEN, CI));

        assertThat(registry.rollback("support-bot", Alias.PRODUCTION, CI).id()).isEqualTo(second.id());
        assertThat(registry.rollback("support-bot", Alias.PRODUCTION, CI).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> registry.rollback("support-bot", Alias.PRODUCTION, CI))
                .isInstanceOf(RegistryConflictException.class);
        assertThat(registry.byAlias("support-bot", Alias.PRODUCTION)
                        .orElseThrow()
                        .id())
                .isEqualTo(first.id());
    }

    @Test
    void rollback_toANamedHolder_goesThereInOneStep() {
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        ModelVersion never = registered("m3");
        List.of(first, second).forEach(version -> registry.promote(version, Alias.PRODUCTION, OPEN, CI));
        registry.promote(registered("m4"), Alias.PRODUCTION, OPEN, CI);

        assertThat(registry.rollback("support-bot", Alias.PRODUCTION, first.version(), CI)
                        .id())
                .isEqualTo(first.id());
        assertThatThrownBy(() -> registry.rollback("support-bot", Alias.PRODUCTION, never.version(), CI))
                .isInstanceOf(RegistryConflictException.class);
    }

    @Test
    void rollback_pastArchivedHolders_skipsThem() {
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        ModelVersion third = registered("m3");
        List.of(first, second, third).forEach(version -> registry.promote(version, Alias.PRODUCTION, OPEN, CI));
        registry.archive(second, CI);

        assertThat(registry.rollback("support-bot", Alias.PRODUCTION, CI).id()).isEqualTo(first.id());
    }

    @Test
    void promote_theChampionAgain_keepsWhatARollbackReturnsTo() {
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        List.of(first, second, second).forEach(version -> registry.promote(version, Alias.PRODUCTION, OPEN, CI));

        assertThat(registry.rollback("support-bot", Alias.PRODUCTION, CI).id()).isEqualTo(first.id());
    }

    @Test
    void productionAt_pastInstants_namesTheHolderOfThen() {
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        Instant before = clock.instant();
        Instant firstAt = registry.promote(first, Alias.PRODUCTION, OPEN, CI).at();
        Instant secondAt = registry.promote(second, Alias.PRODUCTION, OPEN, CI).at();
        registry.rollback("support-bot", Alias.PRODUCTION, CI);

        assertThat(registry.productionAt("support-bot", before)).isEmpty();
        assertThat(registry.productionAt("support-bot", firstAt).orElseThrow().id())
                .isEqualTo(first.id());
        assertThat(registry.productionAt("support-bot", secondAt).orElseThrow().id())
                .isEqualTo(second.id());
        assertThat(registry.productionAt("support-bot", clock.instant())
                        .orElseThrow()
                        .id())
                .isEqualTo(first.id());
    }

    @Test
    void archive_aVersionInUse_isRefusedUntilItsAliasesMove() {
        ModelVersion version = registered("m1");
        registry.promote(version, Alias.STAGING, OPEN, CI);

        assertThatThrownBy(() -> registry.archive(version, CI))
                .isInstanceOf(RegistryConflictException.class)
                .hasMessageContaining("staging");

        registry.removeAlias("support-bot", Alias.STAGING, CI);
        assertThat(registry.archive(version, CI).stage()).isEqualTo(Stage.ARCHIVED);
        assertThatThrownBy(() -> registry.promote(version, Alias.STAGING, OPEN, CI))
                .isInstanceOf(RegistryConflictException.class);
        assertThat(registry.restore(version, CI).status()).isEqualTo(VersionStatus.ACTIVE);
    }

    @Test
    void open_anotherRegistryOnTheJournal_holdsTheSame() {
        ModelVersion version = registry.register(Registration.builder("support-bot", Jobs.succeeded("m1"))
                .provider("local")
                .dataset("sha256:abc")
                .datasetVersion("3")
                .datasetValidated(0.25)
                .run("run-1")
                .hyperparameters(Hyperparameters.AUTO.withEpochs(3))
                .metrics(Map.of("train_loss", 0.25))
                .addTag("de")
                .addMetadata("owner", "ada")
                .shutdownAt(Instant.parse("2027-01-01T00:00:00Z"))
                .addScoreCard(Cards.full("accuracy", 0.9, "support-bot@0.9.0"))
                .build());
        registry.score(version, List.of(Cards.plain("loss", 0.1)), CI);
        registry.tag(version, Set.of("best"), CI);
        registry.untag(version, Set.of("de"), CI);
        registry.describe(version, Map.of("owner", "bob"), CI);
        registry.approve(version, Author.of("eve", "looks right"));
        registry.deprecate(version, CI);
        registry.assign(version, Alias.of("beta-users"), CI);

        ModelVersion again = JournaledModelRegistry.open(journal)
                .view()
                .version(version.id())
                .orElseThrow();

        assertThat(again).isEqualTo(registry.view().version(version.id()).orElseThrow());
        assertThat(again.tags()).containsExactly("best");
        assertThat(again.metadata()).containsEntry("owner", "bob");
        assertThat(again.approvals()).containsOnlyKeys("eve");
        assertThat(again.stage()).isEqualTo(Stage.DEPRECATED);
        assertThat(again.score("accuracy").orElseThrow()).isEqualTo(Cards.full("accuracy", 0.9, "support-bot@0.9.0"));
    }

    @Test
    void register_jobThatTellsHowItsModelWasMade_keepsItInTheLineage() {
        Map<String, String> facts = Map.of("adapter_sha256", "f00d", "base_model_license", "apache-2.0");
        TrainingJob job = Jobs.succeeded("m1").toBuilder().provenance(facts).build();

        ModelVersion version = registry.register(Registration.of("support-bot", job));

        assertThat(version.lineage().provenance()).isEqualTo(facts);
        assertThat(JournaledModelRegistry.open(journal).view().version(version.id()))
                .contains(version);
        assertThat(registered("m2").lineage().provenance()).isEmpty();
        assertThat(job).isNotEqualTo(Jobs.succeeded("m1"));
    }

    @Test
    void view_afterAnotherRegistryChanged_isUpToDateAndListenersHear(@TempDir Path folder) {
        try (Journal here = FileJournal.in(folder);
                Journal there = FileJournal.in(folder)) {
            JournaledModelRegistry mine = JournaledModelRegistry.open(here);
            JournaledModelRegistry theirs = JournaledModelRegistry.open(there);
            List<RegistryEvent> heard = new ArrayList<>();
            mine.addListener(heard::add);
            mine.addListener(event -> {
                throw new IllegalStateException("a listener's own trouble");
            });

            ModelVersion version = theirs.register(Registration.of("bot", Jobs.succeeded("m1")));
            theirs.promote(version, Alias.PRODUCTION, OPEN, CI);

            assertThat(mine.byAlias("bot", Alias.PRODUCTION)).isEqualTo(theirs.byAlias("bot", Alias.PRODUCTION));
            assertThat(heard).hasSize(2).isEqualTo(theirs.history("bot"));
        }
    }

    @Test
    void open_fromSnapshot_holdsTheSameAsTheWholeJournal() {
        ModelVersion first = registry.register(Registration.builder("support-bot", Jobs.succeeded("m1"))
                .addScoreCard(Cards.full("accuracy", 0.9, "support-bot@0.9.0"))
                .addTag("de")
                .build());
        ModelVersion second = registered("m2");
        Instant then = registry.promote(first, Alias.PRODUCTION, OPEN, CI).at();
        registry.promote(second, Alias.PRODUCTION, OPEN, CI);
        registry.approve(second, CI);
        registry.promote(first, Alias.STAGING, OPEN, CI);
        registry.removeAlias("support-bot", Alias.STAGING, CI);
        registry.saveSnapshot();
        registry.deprecate(first, CI);

        JournaledModelRegistry again = JournaledModelRegistry.open(journal);

        assertThat(again.view().versions("support-bot"))
                .containsExactlyElementsOf(registry.view().versions("support-bot"));
        assertThat(again.view().model("support-bot").orElseThrow().aliases())
                .isEqualTo(registry.view().model("support-bot").orElseThrow().aliases());
        assertThat(again.productionAt("support-bot", then).orElseThrow().id()).isEqualTo(first.id());
        assertThat(again.rollback("support-bot", Alias.PRODUCTION, CI).id()).isEqualTo(first.id());
        assertThat(again.history("support-bot")).hasSize(9);
    }

    @Test
    void open_fromASnapshotOfASnapshot_stillHoldsEveryMove() {
        List<Instant> times = new ArrayList<>();
        JournaledModelRegistry generation = registry;
        for (int i = 0; i < 4; i++) {
            ModelVersion version = generation.register(Registration.of("support-bot", Jobs.succeeded("m" + i)), CI);
            times.add(generation.promote(version, Alias.PRODUCTION, OPEN, CI).at());
            generation.saveSnapshot();
            generation = JournaledModelRegistry.open(journal, clock);
        }

        for (int i = 0; i < 4; i++) {
            assertThat(generation
                            .productionAt("support-bot", times.get(i))
                            .orElseThrow()
                            .modelId())
                    .isEqualTo("m" + i);
        }
        for (int i = 2; i >= 0; i--) {
            assertThat(generation.rollback("support-bot", Alias.PRODUCTION, CI).modelId())
                    .isEqualTo("m" + i);
        }
        JournaledModelRegistry last = generation;
        assertThatThrownBy(() -> last.rollback("support-bot", Alias.PRODUCTION, CI))
                .isInstanceOf(RegistryConflictException.class);
    }

    @Test
    void open_snapshotOfAnUnknownFormat_readsTheJournal() {
        ModelVersion version = registered("m1");
        journal.saveSnapshot("model-registry", new JournalSnapshot(1, "model-registry/9", new byte[] {1}));
        assertThat(JournaledModelRegistry.open(journal).view().version(version.id()))
                .contains(version);

        journal.saveSnapshot("model-registry", new JournalSnapshot(1, "model-registry/1", new byte[] {1}));
        assertThat(JournaledModelRegistry.open(journal).view().version(version.id()))
                .contains(version);
    }

    @Test
    void promote_unknownVersion_namesWhatThereIs() {
        ModelVersion version = registered("m1");
        JournaledModelRegistry other = JournaledModelRegistry.open(new InMemoryJournal());

        assertThatThrownBy(() -> other.promote(version, Alias.PRODUCTION, OPEN, CI))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessage("no model \"support-bot\" is registered; there are none");
    }
}
