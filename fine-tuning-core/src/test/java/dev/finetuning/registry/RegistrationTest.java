package dev.finetuning.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final Author ADA = Author.of("ada", "by hand");

    private static ModelVersion first(Registration registration) {
        return registration.toVersion(Optional.empty(), ADA, Instant.EPOCH);
    }

    @Test
    void build_builderChangedLater_keepsWhatItWasBuiltOf() {
        Registration.Builder builder =
                Registration.builder("bot", Jobs.succeeded("m1")).addTag("de");
        Registration built = builder.build();
        ModelVersion before = first(built);

        builder.addTag("fr").addMetadata("owner", "ada").provider("elsewhere").run("run-2");

        assertThat(first(built)).isEqualTo(before);
        assertThat(before.tags()).containsExactly("de");
    }

    @Test
    void toBuilder_everythingSet_givesTheSameVersion() {
        Registration full = Registration.builder("bot", Jobs.succeeded("m1"))
                .provider("local")
                .dataset("sha256:abc")
                .datasetVersion("3")
                .datasetValidated(0.25)
                .run("run-1")
                .metrics(Map.of("train_loss", 0.25))
                .addScoreCard(Cards.plain("accuracy", 0.9))
                .addTag("de")
                .addMetadata("owner", "ada")
                .shutdownAt(Instant.parse("2027-01-01T00:00:00Z"))
                .version(SemanticVersion.parse("2.0.0"))
                .build();

        assertThat(first(full.toBuilder().build())).isEqualTo(first(full));
        assertThat(first(full.toBuilder().addTag("fr").build()).tags()).containsExactlyInAnyOrder("de", "fr");
    }

    @Test
    void ofModel_toBuilder_keepsTheModelWithoutAJob() {
        ModelVersion version = first(Registration.ofModel("bot", "base").toBuilder()
                .provider("local")
                .build());

        assertThat(version.modelId()).isEqualTo("base");
        assertThat(version.provider()).isEqualTo("local");
        assertThat(version.lineage().jobId()).isEmpty();
    }

    @Test
    void datasetValidated_outsideItsRange_isRefusedAtTheCall() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Registration.builder("bot", Jobs.succeeded("m1")).datasetValidated(1.5));
    }
}
