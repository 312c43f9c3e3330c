package dev.finetuning.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** That the watch is awake: whatever comes out here on purpose is seen. */
class CanaryWatchTest {
    private Sightings sightings;

    @RegisterExtension
    final org.junit.jupiter.api.extension.BeforeEachCallback opened = this::open;

    private void open(ExtensionContext context) {
        sightings = CanaryWatch.sightings(context);
    }

    @BeforeEach
    void nothingYet() {
        assertThat(sightings.take()).isEmpty();
    }

    @Test
    void printedAndLogged_isSeen() throws InterruptedException {
        System.err.println("to the console: " + Canary.CONTENT);
        assertThat(sightings.next()).startsWith("System.err");

        LoggerFactory.getLogger("dev.finetuning.any").trace("key {}", Canary.KEY);
        assertThat(sightings.next()).startsWith("dev.finetuning.any");

        Logger.getLogger("okhttp3.any").finest("Authorization: Bearer " + Canary.KEY);
        assertThat(sightings.next()).contains("okhttp3.any");
    }

    @Test
    void exceptionOfOurs_isSeenEvenWhenCaught() throws InterruptedException {
        assertThatThrownBy(() -> {
                    throw new CredentialsException(Incident.of("test", "ask"), "bad key " + Canary.KEY, null);
                })
                .isInstanceOf(CredentialsException.class);

        assertThat(sightings.next()).contains("CredentialsException", Canary.KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "user:"})
    void encodedSpellings_areKnown(String before) {
        byte[] header = (before + Canary.KEY + ":after").getBytes(StandardCharsets.UTF_8);

        assertThat(Canary.in(Base64.getEncoder().encodeToString(header))).isPresent();
        assertThat(Canary.in(Base64.getUrlEncoder().encodeToString(header))).isPresent();
        assertThat(Canary.in("?key=" + URLEncoder.encode(before + Canary.KEY, StandardCharsets.UTF_8)))
                .isPresent();
        assertThat(Canary.in("nothing of the kind")).isEmpty();
    }
}
