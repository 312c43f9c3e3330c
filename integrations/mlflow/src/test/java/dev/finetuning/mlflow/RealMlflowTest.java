package dev.finetuning.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against the MLflow server that {@code .ci/mlflow/run} starts. */
@EnabledIfEnvironmentVariable(named = "MLFLOW_URL", matches = "http.+")
class RealMlflowTest extends MirroredLife {
    @Override
    String url() {
        return System.getenv("MLFLOW_URL");
    }

    @Test
    void mirror_manyVersions_areCreatedOnce() throws Exception {
        try (MlflowMirror mirror = mirror()) {
            for (int i = 0; i < 10; i++) {
                promoted("ft:" + i, Alias.PRODUCTION);
            }
            assertThat(mirror.mirror().versions()).isEqualTo(10);
            assertThat(mirror.mirrorAll().isEmpty()).isTrue();
            assertThat(seen().versions()).hasSize(10);
        }
    }

    @Test
    void mirror_nameWithAQuote_isFound() {
        String name = bot + "-o'neill";
        registry.assign(registry.register(Registration.ofModel(name, "ft:quoted")), Alias.PRODUCTION, ADA);
        try (MlflowMirror mirror = mirror()) {
            assertThat(mirror.mirror().refused()).isEmpty();
            assertThat(mirror.mirrorAll().isEmpty()).isTrue();
        }
    }

    @Test
    void mirror_nameThatMlflowRefuses_isReported() {
        registry.assign(registry.register(Registration.ofModel(bot + "/a", "ft:a")), Alias.PRODUCTION, ADA);
        promoted("ft:b", Alias.PRODUCTION);
        try (MlflowMirror mirror = mirror()) {
            MirrorReport report = mirror.mirror();
            assertThat(report.refused()).containsOnlyKeys(bot + "/a");
            assertThat(report.versions()).isEqualTo(1);
        }
    }
}
