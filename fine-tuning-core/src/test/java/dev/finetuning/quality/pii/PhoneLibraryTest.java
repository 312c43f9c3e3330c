package dev.finetuning.quality.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PhoneLibraryTest {
    /** The example numbers of Google and of Ofcom's range for drama. */
    @Test
    void find_nationalNumber_dependsOnTheRegion() {
        String american = "Reach us: 6502530000.";
        String british = "Ring us on 020 7946 0018 today";

        assertThat(PhoneLibrary.region("us").find(american)).containsExactly(new PiiSpan("PHONE_NUMBER", 10, 20));
        assertThat(PhoneLibrary.region("GB").find(british)).containsExactly(new PiiSpan("PHONE_NUMBER", 11, 24));
        assertThat(PhoneLibrary.region("US").find("+44 20 7946 0018")).hasSize(1);
    }

    @Test
    void detector_withLibrary_findsBothKindsOnce() {
        PiiDetector detector = PiiDetector.standard().with(PhoneLibrary.region("US"));

        assertThat(detector.find("ann@example.com, (650) 253-0000"))
                .extracting(PiiSpan::entity)
                .containsExactly("EMAIL_ADDRESS", "PHONE_NUMBER");
    }

    @Test
    void region_withoutPlan_isRefused() {
        assertThatThrownBy(() -> PhoneLibrary.region("XX"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("XX");
    }
}
