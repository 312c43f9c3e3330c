package dev.finetuning.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.cost.Budget.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void reserve_moreThanIsLeft_namesWhatIsLeft() {
        Budget budget = Budget.of(Money.usd("10"));
        budget.reserve("first job", Optional.of(Money.usd("7.50")));

        assertThatThrownBy(() -> budget.reserve("second job", Optional.of(Money.usd("2.51"))))
                .isInstanceOfSatisfying(BudgetExceededException.class, e -> {
                    assertThat(e.available()).isEqualTo(Money.usd("2.5"));
                    assertThat(e).hasMessageContaining("second job").hasMessageContaining("2.50 USD");
                });
        assertThat(budget.available()).isEqualTo(Money.usd("2.50"));
    }

    @Test
    void reserve_unknownPrice_isRefused() {
        Budget budget = Budget.of(Money.usd("1000000"));

        assertThatThrownBy(() -> budget.reserve("a new model", Optional.empty()))
                .isInstanceOf(UnknownPriceException.class);
        assertThat(budget.reserved()).isEqualTo(Money.usd("0"));
    }

    @Test
    void settle_lessThanReserved_givesTheRestBackOnce() {
        Budget budget = Budget.of(Money.usd("10"));
        Reservation job = budget.reserve("job", Optional.of(Money.usd("8")));

        assertThat(budget.settle(job, Money.usd("5"))).isTrue();
        assertThat(budget.settle(job, Money.usd("5"))).isFalse();

        assertThat(budget.spent()).isEqualTo(Money.usd("5"));
        assertThat(budget.available()).isEqualTo(Money.usd("5"));
    }

    @Test
    void release_leavesNothingSpent() {
        Budget budget = Budget.of(Money.usd("10"));
        budget.release(budget.reserve("job", Optional.of(Money.usd("8"))));

        assertThat(budget.available()).isEqualTo(Money.usd("10"));
        assertThat(budget.open()).isEmpty();
    }

    @Test
    void release_byAnEarlierHolderOfTheLease_doesNothing() {
        Budget budget = Budget.of(Money.usd("10"));
        Reservation earlier = budget.reserve("job", 1, "training", Optional.of(Money.usd("8")));
        Reservation later = budget.reserve("job", 2, "training", Optional.of(Money.usd("8")));

        assertThat(budget.release(earlier)).isFalse();
        assertThat(budget.settle(earlier, Money.usd("1"))).isFalse();
        assertThat(budget.open()).containsExactly(later);
        assertThat(budget.available()).isEqualTo(Money.usd("2"));

        assertThat(budget.settle(later, Money.usd("7"))).isTrue();
        assertThat(budget.available()).isEqualTo(Money.usd("3"));
    }

    @Test
    void reserve_byAnEarlierHolderOfTheLease_isRefused() {
        Budget budget = Budget.of(Money.usd("10"));
        budget.reserve("job", 2, "training", Optional.of(Money.usd("8")));

        assertThatThrownBy(() -> budget.reserve("job", 1, "training", Optional.of(Money.usd("8"))))
                .isInstanceOfSatisfying(
                        LeaseLostException.class,
                        e -> assertThat(e.reservation()).isEqualTo("job"));
    }

    @Test
    void reserve_afterTheWorkWasEndedUnderALaterLease_isRefusedAndLeavesNothing() {
        Budget budget = Budget.of(Money.usd("10"));
        assertThat(budget.release(new Reservation("job", "training", Money.usd("8"), 3)))
                .isFalse();

        assertThatThrownBy(() -> budget.reserve("job", 2, "training", Optional.of(Money.usd("8"))))
                .isInstanceOf(LeaseLostException.class);
        assertThat(budget.available()).isEqualTo(Money.usd("10"));
    }

    @Test
    void of_ledgerWithOpenReservation_stillCountsIt() {
        List<Ledger.Entry> entries = new ArrayList<>();
        Ledger ledger = new Ledger() {
            @Override
            public List<Entry> entries() {
                return List.copyOf(entries);
            }

            @Override
            public boolean append(int expectedSize, Entry entry) {
                return entries.add(entry);
            }
        };
        Budget.of(Money.usd("10"), ledger).reserve("job", Optional.of(Money.usd("8")));

        Budget afterRestart = Budget.of(Money.usd("10"), ledger);

        assertThat(afterRestart.available()).isEqualTo(Money.usd("2"));
        assertThat(afterRestart.open()).extracting(Reservation::purpose).containsExactly("job");
    }

    @Test
    void reserve_manyThreadsAtOnce_neverExceedsTheLimit() throws Exception {
        Budget budget = Budget.of(Money.usd("50"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                attempts.add(() -> {
                    try {
                        budget.reserve("call", Optional.of(Money.usd("1")));
                        return true;
                    } catch (BudgetExceededException e) {
                        return false;
                    }
                });
            }
            int granted = 0;
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                granted += attempt.get() ? 1 : 0;
            }
            assertThat(granted).isEqualTo(50);
        } finally {
            threads.shutdownNow();
        }
    }
}
