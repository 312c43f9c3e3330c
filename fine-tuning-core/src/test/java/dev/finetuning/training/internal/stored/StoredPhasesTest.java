package dev.finetuning.training.internal.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.JobPhase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredPhasesTest {
    /** As they are in journals and folders on people's disks: a name may be added, none may change. */
    @Test
    void of_everyPhase_isTheNameOnDisk() {
        assertThat(Arrays.stream(JobPhase.values()).map(StoredPhases::of))
                .containsExactlyInAnyOrder(
                        "NOT_STARTED",
                        "VALIDATING",
                        "VALIDATED",
                        "QUEUED",
                        "RUNNING",
                        "PAUSED",
                        "CANCELLING",
                        "SUCCEEDED",
                        "FAILED",
                        "CANCELLED",
                        "UNKNOWN");
    }

    @ParameterizedTest
    @EnumSource(JobPhase.class)
    void read_whatIsStored_isThePhase(JobPhase phase) {
        assertThat(StoredPhases.read(StoredPhases.of(phase))).isEqualTo(phase);
    }

    @Test
    void read_phaseOfALaterVersion_isUnknown() {
        assertThat(StoredPhases.read("HIBERNATING")).isEqualTo(JobPhase.UNKNOWN);
    }
}
