package dev.finetuning.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedWorkTest {
    private static final int PIECE = 1_000;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void add_piecesOfAnyLength_handsOverInOrderOnTheCallersThread(int threads) {
        SplittableRandom random = new SplittableRandom(threads);
        List<Integer> results = new ArrayList<>();
        Thread caller = Thread.currentThread();
        try (OrderedWork<Integer> work = new OrderedWork<>("ordered", threads, PIECE, result -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            results.add(result);
        })) {
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                int rounds = random.nextInt(20_000);
                work.add(() -> busy(number, rounds), PIECE);
            }
            work.finish();
        }
        assertThat(results).isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }

    private static int busy(int number, int rounds) {
        int mixed = number;
        for (int i = 0; i < rounds; i++) {
            mixed = mixed * 31 + i;
        }
        return mixed == Integer.MIN_VALUE && rounds == -1 ? -1 : number;
    }

    /** Counted in bytes, not in pieces: a large piece waits until those before it are handed over. */
    @Test
    void add_piecesOfAnySize_keepsNoMoreUnderWayThanAllowed() {
        SplittableRandom random = new SplittableRandom(5);
        AtomicLong underWay = new AtomicLong();
        AtomicInteger alone = new AtomicInteger();
        long most = 2 * 3 * PIECE;
        try (OrderedWork<Long> work = new OrderedWork<>("ordered", 2, PIECE, underWay::addAndGet)) {
            for (int i = 0; i < 5_000; i++) {
                long size = random.nextInt(50) == 0 ? 2 * most : random.nextInt(3 * PIECE);
                work.add(() -> -size, size);
                long now = underWay.addAndGet(size);
                assertThat(now <= most || now == size).isTrue();
                alone.addAndGet(now > most ? 1 : 0);
            }
            work.finish();
        }
        assertThat(underWay).hasValue(0);
        assertThat(alone).hasPositiveValue();
    }

    @Test
    void add_failingPiece_throwsTheSameAfterAllBeforeIt() {
        List<Integer> results = new ArrayList<>();
        OrderedWork<Integer> work = new OrderedWork<>("ordered", 3, PIECE, results::add);
        try (work) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            int number = i;
                            work.add(() -> number == 40 ? fail() : number, PIECE);
                        }
                    })
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("40");
        }
        assertThat(results).isEqualTo(IntStream.range(0, 40).boxed().toList());
    }

    private static int fail() {
        throw new OutOfMemoryError("40");
    }

    @Test
    void close_workUnderWay_returnsWhenItsThreadsHaveEnded() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Thread caller = Thread.currentThread();
        try (OrderedWork<Integer> work = new OrderedWork<>("ordered-closed", 4, PIECE, result -> {})) {
            for (int i = 0; i < 8; i++) {
                work.add(
                        () -> {
                            begun.incrementAndGet();
                            while (Thread.currentThread() != caller && !Thread.interrupted()) {
                                Thread.onSpinWait();
                            }
                            return ended.incrementAndGet();
                        },
                        PIECE);
            }
            while (begun.get() < 3) {
                Thread.onSpinWait();
            }
        }
        assertThat(ended).hasValue(begun.get());
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("ordered-closed"));
    }
}
