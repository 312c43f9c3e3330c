package dev.finetuning.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.RegistryExport.OnConflict;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServingRegistryTest {
    private static final String NAME = "support";
    private static final Author CI = Author.of("ci", "nightly run");
    private static final PromotionPolicy OPEN = PromotionPolicy.of();

    private final Journal journal = new InMemoryJournal();
    private final JournaledModelRegistry plain = JournaledModelRegistry.open(journal, new TickingClock());
    private final Server server = new Server();
    private final ServingRegistry registry = ServingRegistry.of(plain, server);

    /** Holds models by id, fails on demand, and notes where the alias pointed while it loaded. */
    private final class Server implements ModelServing {
        private final Set<String> loaded = new TreeSet<>();
        private final List<String> log = new ArrayList<>();
        private final Set<String> broken = new TreeSet<>();
        private Runnable meanwhile = () -> {};
        private boolean unloadFails;

        @Override
        public void load(ModelVersion version) {
            if (broken.contains(version.modelId())) {
                throw new RequestRejectedException(Incident.of("server", "load"), List.of("rank too high"), null);
            }
            if (loaded.add(version.modelId())) {
                log.add("load " + version.modelId() + ", production is " + production());
            }
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
        }

        @Override
        public void unload(Collection<ModelVersion> versions) {
            if (unloadFails) {
                throw new RetryLaterException(Incident.of("server", "unload"), "busy", null, null);
            }
            for (ModelVersion version : versions) {
                if (loaded.remove(version.modelId())) {
                    log.add("unload " + version.modelId() + ", production is " + production());
                }
            }
        }
    }

    private String production() {
        return plain.byAlias(NAME, Alias.PRODUCTION).map(ModelVersion::modelId).orElse("none");
    }

    private ModelVersion registered(String modelId) {
        return registry.register(Registration.of(NAME, Jobs.succeeded(modelId)));
    }

    private void promote(ModelVersion version) {
        assertThat(registry.promote(version, Alias.PRODUCTION, OPEN, CI).promoted())
                .isTrue();
    }

    @Test
    void promote_version_isLoadedBeforeTheAliasMovesAndTheOneBeforeThePreviousIsUnloadedAfterwards() {
        for (String model : List.of("m1", "m2", "m3")) {
            promote(registered(model));
        }

        assertThat(server.log)
                .containsExactly(
                        "load m1, production is none",
                        "load m2, production is m1",
                        "load m3, production is m2",
                        "unload m1, production is m3");
        assertThat(server.loaded).containsExactly("m2", "m3");
    }

    @Test
    void promote_withoutPrevious_unloadsIt() {
        ServingRegistry sparing = registry.withoutPrevious();
        for (String model : List.of("m1", "m2")) {
            sparing.promote(registered(model), Alias.PRODUCTION, OPEN, CI);
        }

        assertThat(server.log).endsWith("load m2, production is m1", "unload m1, production is m2");
    }

    @Test
    void promote_loadFails_leavesTheAliasAndRecordsNothing() {
        promote(registered("m1"));
        ModelVersion bad = registered("m2");
        server.broken.add("m2");
        int events = plain.history(NAME).size();

        assertThatThrownBy(() -> registry.promote(bad, Alias.PRODUCTION, OPEN, CI))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("rank too high");

        assertThat(production()).isEqualTo("m1");
        assertThat(plain.history(NAME)).hasSize(events);
        server.broken.clear();
        promote(bad);
        assertThat(production()).isEqualTo("m2");
    }

    @Test
    void promote_refusedByItsGates_loadsNothing() {
        ModelVersion version = registered("m1");

        assertThat(registry.promote(version, Alias.PRODUCTION, PromotionPolicy.of(Gate.approvals(1)), CI)
                        .promoted())
                .isFalse();
        assertThat(server.log).isEmpty();
        registry.approve(version, CI);
        assertThat(server.log).isEmpty();
    }

    @Test
    void rollback_toAVersionThatWasUnloaded_loadsItFirst() {
        List<ModelVersion> versions =
                List.of("m1", "m2", "m3").stream().map(this::registered).toList();
        versions.forEach(this::promote);
        assertThat(server.loaded).doesNotContain("m1");

        registry.rollback(NAME, Alias.PRODUCTION, SemanticVersion.parse("1.0.0"), CI);

        assertThat(production()).isEqualTo("m1");
        assertThat(server.log).contains("load m1, production is m3");
        assertThat(server.loaded).contains("m1");
    }

    @Test
    void rollback_loadFails_keepsServing() {
        ServingRegistry sparing = registry.withoutPrevious();
        for (String model : List.of("m1", "m2")) {
            sparing.promote(registered(model), Alias.PRODUCTION, OPEN, CI);
        }
        server.broken.add("m1");

        assertThatThrownBy(() -> sparing.rollback(NAME, Alias.PRODUCTION, CI))
                .isInstanceOf(RequestRejectedException.class);
        assertThat(production()).isEqualTo("m2");
        assertThat(server.loaded).containsExactly("m2");
    }

    @Test
    void assign_versionThatAnotherAliasNeeds_staysLoadedUntilNoneDoes() {
        ServingRegistry sparing = registry.withoutPrevious();
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        sparing.assign(first, Alias.STAGING, CI);
        sparing.assign(first, Alias.PRODUCTION, CI);
        sparing.assign(second, Alias.PRODUCTION, CI);
        assertThat(server.loaded).containsExactly("m1", "m2");

        sparing.removeAlias(NAME, Alias.STAGING, CI);
        assertThat(server.loaded).containsExactly("m2");
    }

    @Test
    void assign_modelThatAnotherNameNeeds_isNotUnloaded() {
        ServingRegistry sparing = registry.withoutPrevious();
        ModelVersion shared = registered("m1");
        ModelVersion alsoThere = registry.register(Registration.of("sales", Jobs.succeeded("m1")));
        sparing.assign(shared, Alias.PRODUCTION, CI);
        sparing.assign(alsoThere, Alias.PRODUCTION, CI);

        sparing.removeAlias(NAME, Alias.PRODUCTION, CI);

        assertThat(server.loaded).containsExactly("m1");
    }

    @Test
    void promote_unloadFails_movesAllTheSameAndUnloadsWithTheNextMove() {
        ServingRegistry sparing = registry.withoutPrevious();
        sparing.assign(registered("m1"), Alias.PRODUCTION, CI);
        server.unloadFails = true;
        sparing.assign(registered("m2"), Alias.PRODUCTION, CI);
        assertThat(production()).isEqualTo("m2");
        assertThat(server.loaded).containsExactly("m1", "m2");

        server.unloadFails = false;
        sparing.assign(registered("m3"), Alias.PRODUCTION, CI);
        assertThat(server.loaded).containsExactly("m3");
    }

    @Test
    void promote_stateChangesWhileItLoads_isDecidedAgain() {
        ModelVersion first = registered("m1");
        ModelVersion second = registered("m2");
        server.meanwhile = () -> plain.archive(first, CI);

        assertThatThrownBy(() -> registry.promote(first, Alias.PRODUCTION, OPEN, CI))
                .isInstanceOf(RegistryConflictException.class);
        promote(second);
        assertThat(server.loaded).containsExactly("m2");
    }

    @Test
    void promote_anotherProcessUnloadsTheVersionMeanwhile_isLoadedAgain() {
        promote(registered("m1"));
        ModelVersion second = registered("m2");
        server.meanwhile = () -> server.loaded.remove("m2");

        promote(second);

        assertThat(server.loaded).containsExactly("m1", "m2");
    }

    @Test
    void synchronize_serverThatForgot_loadsWhatAliasesNeed() {
        promote(registered("m1"));
        promote(registered("m2"));
        registered("m3");
        server.loaded.clear();
        server.loaded.add("m3");
        server.loaded.add("not-ours");

        registry.synchronize();

        assertThat(server.loaded).containsExactly("m1", "m2", "not-ours");
    }

    @Test
    void import_loadsOnlyWhereAliasesEndUp() {
        promote(registered("m1"));
        promote(registered("m2"));
        JournaledModelRegistry other = JournaledModelRegistry.open(new InMemoryJournal(), new TickingClock());
        Server elsewhere = new Server();

        RegistryExport.importJson(
                ServingRegistry.of(other, elsewhere).withoutPrevious(),
                RegistryExport.toJson(plain),
                OnConflict.REFUSE);

        assertThat(elsewhere.loaded).containsExactly("m2");
        assertThat(other.byAlias(NAME, Alias.PRODUCTION).map(ModelVersion::modelId))
                .contains("m2");
    }
}
