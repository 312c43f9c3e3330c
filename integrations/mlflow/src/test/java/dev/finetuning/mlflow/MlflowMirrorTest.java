package dev.finetuning.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.Secret;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MlflowMirrorTest extends MirroredLife {
    private final FakeMlflow server = new FakeMlflow();
    private String header = "";

    MlflowMirrorTest() throws IOException {}

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    String url() {
        return server.url();
    }

    @Override
    String authorization() {
        return header;
    }

    private void life() {
        ModelVersion first = promoted("ft:first", Alias.PRODUCTION);
        promoted("ft:second", Alias.PRODUCTION);
        registry.assign(first, Alias.STAGING, ADA);
    }

    @Test
    void mirror_nothingChanged_asksTheServerNothing() {
        life();
        try (MlflowMirror mirror = mirror()) {
            mirror.mirror();
            int calls = server.calls();
            assertThat(mirror.mirror().isEmpty()).isTrue();
            assertThat(server.calls()).isEqualTo(calls);

            version("another, not promoted");
            assertThat(mirror.mirror().isEmpty()).isTrue();
            assertThat(server.calls() - calls)
                    .as("its aliases and its versions are looked at")
                    .isEqualTo(2);
        }
    }

    /** The answer to each call is lost once; another process goes on. */
    @Test
    void mirror_crashAfterAnyCall_isContinuedWithoutADuplicate() throws Exception {
        life();
        int whole;
        try (FakeMlflow undisturbed = new FakeMlflow();
                MlflowMirror mirror = MlflowMirror.builder(journal, registry, undisturbed.url())
                        .build()) {
            mirror.mirror();
            whole = undisturbed.calls();
        }
        assertThat(whole).isGreaterThan(5);
        int crashes = 0;
        for (int lost = 0; lost < whole; lost++) {
            try (FakeMlflow fake = new FakeMlflow()) {
                fake.cutAfter(lost);
                try (MlflowMirror mirror =
                        MlflowMirror.builder(journal, registry, fake.url()).build()) {
                    mirror.mirror();
                } catch (RetryLaterException crash) {
                    // after a look the JDK's client asks again by itself
                    crashes++;
                }
                try (MlflowMirror mirror =
                        MlflowMirror.builder(journal, registry, fake.url()).build()) {
                    mirror.mirror();
                }
                SeenModel seen = SeenModel.at(fake.url(), "", bot);
                assertThat(seen.aliases()).isEqualTo(Map.of("production", "1.0.1", "staging", "1.0.0"));
                assertThat(seen.versions()).hasSize(2);
            }
        }
        assertThat(crashes).as("one for each change").isEqualTo(5);
    }

    @Test
    void mirror_byTwoProcesses_endsWithWhatTheRegistryHolds() throws Exception {
        life();
        try (MlflowMirror one = mirror();
                MlflowMirror other = MlflowMirror.builder(journal, JournaledModelRegistry.open(journal), url())
                        .build()) {
            one.mirror();
            promoted("ft:third", Alias.PRODUCTION);
            assertThat(other.mirror()).isEqualTo(new MirrorReport(1, 1, 0, Map.of()));
            assertThat(one.mirror().isEmpty()).isTrue();
            assertThat(seen().aliases()).containsEntry("production", "1.0.2");
        }
    }

    @Test
    void mirrorAll_serverThatLostItsAliases_isRepaired() throws Exception {
        life();
        try (MlflowMirror mirror = mirror()) {
            mirror.mirror();
            try (MlflowMirror forgetful = mirror()) {
                registry.removeAlias(bot, Alias.STAGING, ADA);
                forgetful.mirror();
            }
            assertThat(mirror.mirrorAll().isEmpty()).isTrue();
            assertThat(seen().aliases()).containsOnlyKeys("production");
        }
    }

    @Test
    void mirror_moreVersionsThanAPage_areCreatedOnce() throws Exception {
        server.pageSize(2);
        for (int i = 0; i < 5; i++) {
            promoted("ft:" + i, Alias.PRODUCTION);
        }
        try (MlflowMirror mirror = mirror()) {
            assertThat(mirror.mirror().versions()).isEqualTo(5);
            assertThat(mirror.mirrorAll().isEmpty()).isTrue();
        }
    }

    @Test
    void mirror_nameThatMlflowRefuses_isReportedAndInNobodysWay() throws Exception {
        registry.assign(registry.register(Registration.ofModel("support/bot", "ft:a"), ADA), Alias.PRODUCTION, ADA);
        life();
        try (MlflowMirror mirror = mirror()) {
            MirrorReport report = mirror.mirror();
            assertThat(report.refused()).containsOnlyKeys("support/bot");
            assertThat(seen().versions()).hasSize(2);
        }
        try (MlflowMirror renaming = MlflowMirror.builder(journal, registry, url())
                .names(name -> name.replace('/', '.'))
                .build()) {
            assertThat(renaming.mirrorAll().refused()).isEmpty();
            assertThat(SeenModel.at(url(), "", "support.bot").aliases()).containsOnlyKeys("production");
        }
    }

    @Test
    void mirror_withCredentials_sendsThemAndNeverShowsThem() throws Exception {
        life();
        header = "Bearer " + Canary.KEY;
        server.demand(header);
        try (MlflowMirror mirror = MlflowMirror.builder(journal, registry, url())
                .token(Secret.of(Canary.KEY))
                .build()) {
            mirror.mirror();
            assertThat(seen().versions()).hasSize(2);
            assertThat(mirror).hasToString("MlflowMirror[mlflow-mirror/" + url() + "]");
        }
        String pair = Base64.getEncoder().encodeToString(("ada:" + Canary.KEY).getBytes(StandardCharsets.UTF_8));
        header = "Basic " + pair;
        promoted("ft:third", Alias.PRODUCTION);
        server.demand("Basic " + pair + "x");
        try (MlflowMirror mirror = MlflowMirror.builder(journal, registry, url())
                .basic("ada", Secret.of(Canary.KEY))
                .build()) {
            ProviderException refused = catchThrowableOfType(CredentialsException.class, mirror::mirror);
            assertThat(refused).hasMessageNotContaining(pair).hasMessageNotContaining(Canary.KEY);
            server.demand("Basic " + pair);
            mirror.mirror();
            assertThat(seen().versions()).hasSize(3);
        }
    }

    @Test
    void build_badSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MlflowMirror.builder(journal, registry, "http://ada:" + Canary.KEY + "@mlflow"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MlflowMirror.builder(journal, registry, url()).timeout(Duration.ZERO));
    }
}
