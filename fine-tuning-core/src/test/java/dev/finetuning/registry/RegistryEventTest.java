package dev.finetuning.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistryEventTest {
    private static final Author ADA = Author.of("ada", "it is\ntime");
    private static final Author BEN = Author.of("ben", "");
    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    private final ModelRegistry registry =
            JournaledModelRegistry.open(new InMemoryJournal(), Clock.fixed(NOW, ZoneOffset.UTC));

    private String last() {
        List<RegistryEvent> history = registry.history("support");
        return history.get(history.size() - 1).sentence();
    }

    private ModelVersion version(String modelId) {
        return registry.register(Registration.ofModel("support", modelId), BEN);
    }

    @Test
    void sentence_ofEveryKind_tellsWhatHappenedAndWhoDidIt() {
        ModelVersion first = version("m-1");
        assertThat(last()).isEqualTo("2026-11-29T20:00:00Z support: version 1.0.0 is registered: m-1 from m-1 (ben)");

        registry.score(first, List.of(ScoreCard.of("F1", 0.8125, Direction.HIGHER_IS_BETTER, 32, NOW)), ADA);
        assertThat(last()).endsWith("version 1.0.0 is scored: F1 0.8125 on 32 cases (ada: it is\\ntime)");

        registry.tag(first, Set.of("small"), BEN);
        assertThat(last()).endsWith("version 1.0.0 is tagged small (ben)");
        registry.untag(first, Set.of("small"), BEN);
        assertThat(last()).endsWith("version 1.0.0 is no longer tagged small (ben)");
        registry.describe(first, Map.of("owner", "care"), BEN);
        assertThat(last()).endsWith("version 1.0.0 is described by owner (ben)");
        registry.announceShutdown(first, NOW, BEN);
        assertThat(last()).endsWith("version 1.0.0 is to be shut down at 2026-11-29T20:00:00Z (ben)");

        registry.approve(first, BEN);
        assertThat(last()).endsWith("version 1.0.0 is approved (ben)");
        registry.deprecate(first, BEN);
        assertThat(last()).endsWith("version 1.0.0 is deprecated (ben)");
    }

    @Test
    void sentence_ofPromotions_givesTheEvidenceOfTheGates() {
        PromotionPolicy policy = PromotionPolicy.of(Gate.approvals(1));
        ModelVersion first = version("m-1");

        registry.promote(first, Alias.PRODUCTION, policy, BEN);
        assertThat(last())
                .contains(
                        "version 1.0.0 is refused as production: approved by at least 1 people (no approvals)",
                        "(ben)");

        registry.override(first, Alias.PRODUCTION, policy, ADA);
        assertThat(last()).contains("production moves to 1.0.0; gates overridden: approved by", "(ada: it is");

        registry.promote(registry.approve(version("m-2"), ADA), Alias.PRODUCTION, policy, BEN);
        assertThat(last())
                .contains(
                        "production moves from 1.0.0 to 1.0.1; gates passed: approved by at least 1 people (approved by ada)");

        registry.rollback("support", Alias.PRODUCTION, BEN);
        assertThat(last()).endsWith("production is rolled back from 1.0.1 to 1.0.0 (ben)");

        registry.removeAlias("support", Alias.PRODUCTION, BEN);
        assertThat(last()).endsWith("production moves from 1.0.0 to no version (ben)");
    }
}
