package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.testing.ManualTime;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {
    private static final Path FOLDER = Path.of("models");

    @Test
    void builder_nothingSet_hasTheDefaults() {
        LocalSettings settings = LocalSettings.builder(FOLDER).build();

        assertThat(settings.folder()).isEqualTo(FOLDER);
        assertThat(settings.executor()).isEmpty();
        assertThat(settings.seed()).isEqualTo(42);
        assertThat(settings.keptCheckpoints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(settings.maxWeights()).isEqualTo(64_000_000);
        assertThat(settings.maxFileBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 16);
    }

    @Test
    void toBuilder_everythingSet_keepsAllOfIt() {
        Executor executor = Runnable::run;
        ManualTime time = ManualTime.create();
        LocalSettings settings = LocalSettings.builder(FOLDER)
                .executor(executor)
                .clock(time)
                .sleeper(time)
                .seed(7)
                .keptCheckpoints(3)
                .maxWeights(5_000)
                .maxFileBytes(6_000)
                .build();

        assertThat(settings.toBuilder().build()).usingRecursiveComparison().isEqualTo(settings);
    }

    @Test
    void builder_changedAfterBuild_leavesTheSettingsAsTheyWere() {
        LocalSettings.Builder builder = LocalSettings.builder(FOLDER).seed(1);
        LocalSettings settings = builder.build();
        builder.seed(2);

        assertThat(settings.seed()).isEqualTo(1);
    }

    @Test
    void builder_valueOutOfRange_isRefusedAtTheCall() {
        LocalSettings.Builder builder = LocalSettings.builder(FOLDER);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.keptCheckpoints(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWeights(999));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxFileBytes(0));
    }
}
