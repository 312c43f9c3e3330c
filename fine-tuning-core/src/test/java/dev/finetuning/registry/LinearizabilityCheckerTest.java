package dev.finetuning.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.registry.LinearizabilityChecker.Change;
import dev.finetuning.registry.Operation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {
    private static final List<Change> A_THEN_B = List.of(new Change("1", "-", "a"), new Change("2", "a", "b"));

    private static Operation change(String id, long invoked, long returned) {
        return new Operation(Kind.CHANGE, "m", id, invoked, returned);
    }

    private static Operation look(String saw, long invoked, long returned) {
        return new Operation(Kind.LOOK, "m", saw, invoked, returned);
    }

    private static List<String> violations(List<Change> history, Operation... seen) {
        return LinearizabilityChecker.violations(history, List.of(seen));
    }

    @Test
    void violations_oneAfterTheOther_areNone() {
        assertThat(violations(
                        A_THEN_B,
                        look("-", 0, 1),
                        change("1", 2, 4),
                        look("a", 5, 6),
                        change("2", 7, 10),
                        look("a", 8, 9),
                        look("b", 8, 9),
                        look("b", 11, 12)))
                .isEmpty();
    }

    @Test
    void violations_changeNeverAnswered_mayHaveHappened() {
        assertThat(violations(A_THEN_B, change("1", 2, 4), look("b", 5, 6))).isEmpty();
    }

    @Test
    void violations_lostUpdate_isCaught() {
        assertThat(violations(A_THEN_B, change("1", 1, 2), change("3", 1, 2), change("2", 3, 4)))
                .containsExactly("change 3 was acknowledged and is lost");
    }

    @Test
    void violations_decidedOnAnOldState_isCaught() {
        assertThat(violations(List.of(new Change("1", "-", "a"), new Change("2", "-", "b"))))
                .hasSize(1);
    }

    @Test
    void violations_staleLook_isCaught() {
        assertThat(violations(A_THEN_B, change("1", 1, 2), change("2", 3, 4), look("a", 5, 6)))
                .hasSize(1);
    }

    @Test
    void violations_lookIntoTheFuture_isCaught() {
        assertThat(violations(A_THEN_B, change("1", 1, 2), look("b", 3, 4), change("2", 5, 6)))
                .hasSize(1);
    }

    @Test
    void violations_looksGoingBack_areCaught() {
        assertThat(violations(A_THEN_B, change("1", 1, 2), change("2", 3, 20), look("b", 4, 5), look("a", 6, 7)))
                .hasSize(1);
    }

    @Test
    void violations_noHolderSeenBetweenTwo_isCaught() {
        assertThat(violations(A_THEN_B, change("1", 1, 2), change("2", 3, 9), look("-", 4, 5)))
                .hasSize(1);
    }

    @Test
    void violations_orderAgainstTime_isCaught() {
        assertThat(violations(A_THEN_B, change("2", 1, 2), change("1", 3, 4))).hasSize(1);
    }
}
