package dev.finetuning.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.quality.Checks;
import dev.finetuning.run.internal.stored.StoredExample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A queue of many examples holds an index in memory, and no example. */
class QueueMemoryTest {
    private static final int EXAMPLES = 10_000;
    /** Far more than the hundred bytes that one takes: what other tests leave behind comes and goes meanwhile. */
    private static final long AT_MOST = 1_000;
    /** Some 2,800 bytes. */
    private static final String FILLING = " and something more about it".repeat(100);

    /** A journal whose entries are made when they are read, so that it holds none. */
    private record Endless(int size) implements Journal {
        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            return LongStream.range(fromSequence, Math.min(size, fromSequence + limit))
                    .mapToObj(Endless::entry)
                    .toList();
        }

        private static JournalEntry entry(long number) {
            ChatExample example =
                    ChatExample.of(Message.user("question " + number + FILLING), Message.assistant("answer"));
            return new JournalEntry("example.queued", Instant.ofEpochSecond(number), StoredExample.line(example));
        }
    }

    @Test
    void queue_manyExamples_holdsNoneInMemory() {
        assertThat(queue(100).size()).as("what is loaded once is loaded by now").isEqualTo(100);
        ExampleQueue queue = queue(EXAMPLES);
        long before = used();

        assertThat(queue.size()).isEqualTo(EXAMPLES);

        long each = (used() - before) / EXAMPLES;
        assertThat(each).isLessThan(AT_MOST);
        assertThat(queue.waiting(EXAMPLES - 7)).isEqualTo(7);
        assertThat(queue.oldest(EXAMPLES - 7)).contains(Instant.ofEpochSecond(EXAMPLES - 7));
        assertThat(queue.each(EXAMPLES - 250, EXAMPLES - 100))
                .toIterable()
                .hasSize(150)
                .extracting(queued -> queued.example().messages().get(0).text().split(" ", 3)[1])
                .startsWith("9750")
                .endsWith("9899");
    }

    @Test
    void round_manyExamples_holdsThoseThatItTestsWith() {
        ExampleQueue queue = queue(EXAMPLES);
        assertThat(queue.size()).isEqualTo(EXAMPLES);
        SplitPlan split = SplitPlan.stable(SplitRatios.of(0.8, 0.1, 0.1));
        RoundPlans plans = new RoundPlans("support", "base", new Division(split, 50), UnaryOperator.identity(), queue);
        TrainingRound.Begin begin =
                new TrainingRound.Begin(Instant.EPOCH, "", EXAMPLES, Optional.empty(), Optional.empty(), 1);
        long before = used();

        RoundData data = new RoundData(plans, new TrainingRound(1, begin, null), 0);

        assertThat(data.train().stream().count())
                .isEqualTo((long) data.train().size())
                .isBetween(7_800L, 8_200L);
        assertThat(data.test()).hasSize(50);
        assertThat(data.validation()).hasSize(50);
        assertThat((used() - before) / EXAMPLES).isLessThan(AT_MOST);
    }

    private static ExampleQueue queue(int size) {
        return new ExampleQueue(
                new Endless(size), "support", Checks.standard(), UnaryOperator.identity(), InstantSource.system());
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
