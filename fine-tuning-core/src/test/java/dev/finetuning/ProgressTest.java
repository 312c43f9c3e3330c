package dev.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void eta_quarterDone_isThreeTimesWhatHasElapsed() {
        assertThat(progress(25, OptionalLong.of(100)).eta()).contains(Duration.ofSeconds(30));
    }

    @Test
    void eta_nothingDoneOrNoTotal_isUnknown() {
        assertThat(progress(0, OptionalLong.of(100)).eta()).isEmpty();
        assertThat(progress(5, OptionalLong.empty()).eta()).isEmpty();
        assertThat(progress(0, OptionalLong.of(0)).fraction()).isEmpty();
    }

    @Test
    void fraction_moreDoneThanExpected_staysAtOne() {
        assertThat(progress(120, OptionalLong.of(100)).fraction()).contains(1.0);
    }

    @Test
    void constructor_negativeDone_isRejected() {
        assertThatThrownBy(() -> progress(-1, OptionalLong.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Progress progress(long done, OptionalLong total) {
        return new Progress("reading", "rows", done, total, Duration.ofSeconds(10));
    }
}
