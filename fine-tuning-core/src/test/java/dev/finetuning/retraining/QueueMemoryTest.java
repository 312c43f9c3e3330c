package dev.finetuning.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.quality.Checks;
import dev.finetuning.run.internal.stored.StoredExample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
        assertThat(queue.between(EXAMPLES - 250, EXAMPLES - 100)).hasSize(150).satisfies(some -> {
            assertThat(some.get(0).number()).isEqualTo(EXAMPLES - 250);
            assertThat(some.get(149).example().messages().get(0).text()).startsWith("question 9899 ");
        });
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
