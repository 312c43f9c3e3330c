package dev.finetuning.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Optional<Duration> read(Map<String, String> headers) {
        return RetryAfter.of(name -> Optional.ofNullable(headers.get(name)), () -> NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "20, PT20S",
        "0.5, PT0.5S",
        "'Sat, 21 Nov 2026 12:20:00 GMT', PT20M",
        "'Sat, 21 Nov 2026 11:00:00 GMT', PT0S",
        "'Saturday, 21-Nov-26 12:20:00 GMT', PT20M",
        "'Sat Nov 21 12:20:00 2026', PT20M",
        "31536000, PT1H",
        "'Sun, 21 Nov 2027 12:00:00 GMT', PT1H",
        "1e300, PT1H"
    })
    void header_secondsOrDate_isTheWaitUpToAnHour(String header, Duration wait) {
        assertThat(read(Map.of("retry-after", header))).contains(wait);
    }

    @Test
    void header_milliseconds_winOverSeconds() {
        assertThat(read(Map.of("retry-after", "9", "retry-after-ms", "250"))).contains(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "NaN"})
    void header_thatIsNone_isNoWait(String header) {
        assertThat(read(Map.of("retry-after", header))).isEmpty();
        assertThat(read(Map.of())).isEmpty();
    }
}
