package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.routing.RoutedReply;
import dev.finetuning.testing.ScriptedChatModel;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The old model solves every fourth question, the new one three of four, as its answers say. */
class StagedRolloutTest {
    private static final Author ADA = Author.of("ada", "test");

    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private final Map<String, ScriptedChatModel> models =
            Map.of("old", ScriptedChatModel.answering("old", "1"), "new", ScriptedChatModel.answering("new", "3"));

    @BeforeEach
    void register() {
        ModelVersion old = registry.register(Registration.ofModel("support", "old"), ADA);
        registry.assign(old, Alias.PRODUCTION, ADA);
        registry.assign(old, Alias.STAGING, ADA);
        ModelVersion next = registry.register(Registration.ofModel("support", "new"), ADA);
        registry.assign(next, Alias.CHALLENGER, ADA);
    }

    private StagedRollout rollout() {
        return new StagedRollout("support", registry, journal, version -> models.get(version.modelId()));
    }

    private void ask(StagedRollout rollout, int from, int to) {
        for (int i = from; i < to; i++) {
            RoutedReply reply = rollout.answer("tester-" + i, "hello");
            rollout.feedback(reply, i % 4 < Integer.parseInt(reply.reply().text()));
        }
    }

    private String production() {
        return registry.byAlias("support", Alias.PRODUCTION).orElseThrow().modelId();
    }

    @Test
    void promote_afterTestersHaveShownIt_servesAndCanBeRolledBack() {
        ask(rollout(), 0, 150);
        StagedRollout continued = rollout();
        ask(continued, 150, 300);

        assertThat(continued.won()).isTrue();
        assertThat(continued.promote("ada")).isTrue();
        assertThat(production()).isEqualTo("new");

        continued.rollBack("ada", "complaints");

        assertThat(production()).isEqualTo("old");
        assertThat(registry.history("support"))
                .extracting(RegistryEvent::sentence)
                .anyMatch(line -> line.contains("production moves from 1.0.0 to 1.0.1; gates passed: gain in solved"))
                .last()
                .asString()
                .contains("production is rolled back from 1.0.1 to 1.0.0 (ada: complaints)");
    }

    @Test
    void promote_tooFewAnswers_isRefused() {
        StagedRollout rollout = rollout();
        ask(rollout, 0, 8);

        assertThat(rollout.won()).isFalse();
        assertThat(rollout.promote("ada")).isFalse();
        assertThat(production()).isEqualTo("old");
    }
}
