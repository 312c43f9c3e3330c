package dev.finetuning.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a mirror shows of a model's life; the same at the fake server and at a real one. */
abstract class MirroredLife {
    static final Author ADA = Author.of("ada", "test");

    final InMemoryJournal journal = new InMemoryJournal();
    final ModelRegistry registry = JournaledModelRegistry.open(journal);
    final String bot = "support-bot-" + UUID.randomUUID();

    /** The server's address. */
    abstract String url();

    /** What the server demands in the header {@code Authorization}; empty if nothing. */
    String authorization() {
        return "";
    }

    MlflowMirror mirror() {
        return MlflowMirror.builder(journal, registry, url()).build();
    }

    ModelVersion version(String modelId) {
        return registry.register(
                Registration.ofModel(bot, modelId).toBuilder()
                        .provider("openai")
                        .build(),
                ADA);
    }

    ModelVersion promoted(String modelId, Alias alias) {
        ModelVersion version = version(modelId);
        registry.promote(version, alias, PromotionPolicy.of(), ADA);
        return version;
    }

    SeenModel seen() throws Exception {
        return SeenModel.at(url(), authorization(), bot);
    }

    @Test
    void mirror_promotionsRollbackAndRemoval_areShownOneAfterAnother() throws Exception {
        try (MlflowMirror mirror = mirror()) {
            version("never-promoted");
            assertThat(mirror.mirror().isEmpty()).isTrue();

            ModelVersion first = promoted("ft:first", Alias.PRODUCTION);
            assertThat(mirror.mirror()).isEqualTo(new MirrorReport(1, 1, 0, Map.of()));
            assertThat(seen().aliases()).isEqualTo(Map.of("production", "1.0.1"));
            assertThat(seen().versions().get(0))
                    .containsEntry("fine_tuning.provider", "openai")
                    .containsEntry("fine_tuning.model_id", "ft:first")
                    .containsEntry("fine_tuning.status", "active");

            promoted("ft:second", Alias.PRODUCTION);
            registry.assign(first, Alias.STAGING, ADA);
            mirror.mirror();
            assertThat(seen().aliases()).isEqualTo(Map.of("production", "1.0.2", "staging", "1.0.1"));

            registry.rollback(bot, Alias.PRODUCTION, ADA);
            registry.removeAlias(bot, Alias.STAGING, ADA);
            assertThat(mirror.mirror()).isEqualTo(new MirrorReport(0, 2, 0, Map.of()));
            assertThat(seen().aliases()).isEqualTo(Map.of("production", "1.0.1"));
            assertThat(seen().versions()).hasSize(2);
        }
    }

    @Test
    void mirror_scoresAndTags_becomeTags() throws Exception {
        ModelVersion first = promoted("ft:first", Alias.PRODUCTION);
        try (MlflowMirror mirror = mirror()) {
            mirror.mirror();
            registry.score(
                    first,
                    List.of(ScoreCard.of("ExactMatch", 0.9, Direction.HIGHER_IS_BETTER, 100, Instant.EPOCH)),
                    ADA);
            registry.tag(first, Set.of("german", "beta"), ADA);

            assertThat(mirror.mirror()).isEqualTo(new MirrorReport(0, 0, 2, Map.of()));
            assertThat(seen().versions().get(0))
                    .containsEntry("fine_tuning.score.ExactMatch", "0.9")
                    .containsEntry("fine_tuning.tags", "beta, german");
        }
    }
}
