package dev.finetuning.format.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several threads read is what one reads: the same results, in order, on the caller's thread. */
class ParallelReadingTest {
    private static final String RECORD = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}\n";

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void forEach_goodAndBadRecordsOfAnyLength_handsOverTheSameInOrder(int threads) {
        byte[] lines = mixed(new Random(3), 4_000);
        assertThat(outcomes(ExampleReader.of(JsonLines.of("mixed", lines), ChatMessages.format())
                        .threads(threads)))
                .hasSizeGreaterThan(3_500)
                .isEqualTo(outcomes(ExampleReader.of(JsonLines.of("mixed", lines), ChatMessages.format())));
    }

    @Test
    void forEach_consumers_runOnTheCallersThread() {
        Thread caller = Thread.currentThread();
        List<Thread> seen = new ArrayList<>();
        ExampleReader.of(JsonLines.of("mixed", mixed(new Random(5), 2_000)), ChatMessages.format())
                .threads(4)
                .forEach(example -> seen.add(Thread.currentThread()), rejected -> seen.add(Thread.currentThread()));
        assertThat(seen).isNotEmpty().allMatch(thread -> thread == caller);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void forEach_sourceBreaksDown_handsOverEverythingBeforeIt(int threads) {
        AtomicInteger handedOver = new AtomicInteger();
        ReadLimits limits = ReadLimits.DEFAULT.withMaxDocumentBytes(1 << 18);
        JsonLines lines = JsonLines.of(
                        "cut", RECORD.formatted("q").repeat(20_000).getBytes(StandardCharsets.UTF_8))
                .withLimits(limits);
        ExampleReader reader = ExampleReader.of(lines, ChatMessages.format()).threads(threads);
        assertThatThrownBy(() -> reader.forEach(example -> handedOver.incrementAndGet(), rejected -> {}))
                .isInstanceOf(UnreadableSourceException.class);
        assertThat(handedOver).hasValueGreaterThan(3_000);
        assertThat(handedOver).hasValue(handedOverByOne(lines));
    }

    private static int handedOverByOne(JsonLines lines) {
        AtomicInteger count = new AtomicInteger();
        assertThatThrownBy(() -> ExampleReader.of(lines, ChatMessages.format())
                        .forEach(example -> count.incrementAndGet(), rejected -> {}))
                .isInstanceOf(UnreadableSourceException.class);
        return count.get();
    }

    @Test
    void forEach_consumerFails_endsThereAndClosesTheSource() {
        Counted source = new Counted(100_000);
        AtomicInteger handedOver = new AtomicInteger();
        ExampleReader reader = ExampleReader.of(source, ChatMessages.format()).threads(2);
        assertThatThrownBy(() -> reader.forEach(
                        example -> {
                            if (handedOver.incrementAndGet() == 1_000) {
                                throw new IllegalStateException("enough");
                            }
                        },
                        rejected -> {}))
                .hasMessage("enough");
        assertThat(handedOver).hasValue(1_000);
        assertThat(source.closed).isTrue();
        assertThat(source.taken).as("records read ahead").isLessThan(1_000 + 8 * 256);
    }

    @Test
    void forEach_formatFails_itsFailureReachesTheCaller() {
        ExampleFormat format = new ExampleFormat() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Example read(SourceRecord record) {
                throw new UnsupportedOperationException("cannot read at all");
            }

            @Override
            public Map<String, Object> write(Example example) {
                return Map.of();
            }
        };
        assertThatThrownBy(() ->
                        ExampleReader.of(new Counted(10), format).threads(2).forEach(example -> {}, rejected -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void forEach_formatFailsInTheMiddle_allBeforeIsHandedOver() {
        AtomicInteger read = new AtomicInteger();
        ExampleFormat format = new ExampleFormat() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Example read(SourceRecord record) {
                if (record.origin().row() == 700) {
                    throw new IllegalStateException("cannot read this");
                }
                read.incrementAndGet();
                return ChatMessages.format().read(record);
            }

            @Override
            public Map<String, Object> write(Example example) {
                return Map.of();
            }
        };
        for (int threads : new int[] {1, 3}) {
            AtomicInteger handedOver = new AtomicInteger();
            assertThatThrownBy(() -> ExampleReader.of(new Counted(1_000), format)
                            .threads(threads)
                            .forEach(example -> handedOver.incrementAndGet(), rejected -> {}))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(handedOver).hasValue(699);
        }
        assertThat(read.get()).isGreaterThanOrEqualTo(2 * 699);
    }

    @Test
    void forEach_interruptedCaller_endsWithTheInterruptKeptOrReadsAll() {
        Thread.currentThread().interrupt();
        AtomicInteger handedOver = new AtomicInteger();
        try {
            ExampleReader.of(new Counted(5_000), ChatMessages.format())
                    .threads(2)
                    .forEach(example -> handedOver.incrementAndGet(), rejected -> {});
            assertThat(handedOver).hasValue(5_000);
        } catch (CancellationException e) {
            assertThat(handedOver).hasValueLessThan(5_000);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    private static List<String> outcomes(ExampleReader reader) {
        List<String> outcomes = new ArrayList<>();
        reader.forEach(
                example -> outcomes.add(example.info().provenance().origin() + " "
                        + example.messages().get(0).text().hashCode()),
                rejected -> outcomes.add(rejected.origin() + " " + rejected.code() + " " + rejected.message()));
        return outcomes;
    }

    /** Short and long records, broken ones, blank lines, and bytes that are not UTF-8. */
    private static byte[] mixed(Random random, int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(
                    switch (random.nextInt(12)) {
                        case 0 -> "broken\n";
                        case 1 -> "\n";
                        case 2 -> RECORD.formatted("\\ud83d");
                        case 3 -> RECORD.formatted("na\u00efve \u4e16\u754c");
                        case 4 -> RECORD.formatted("long ".repeat(random.nextInt(400)));
                        default -> RECORD.formatted("question " + i);
                    });
        }
        byte[] bytes = text.append(RECORD.formatted("last")).toString().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            // a lead byte without what follows it
            bytes[i] = bytes[i] == (byte) 0xC3 && random.nextInt(4) == 0 ? (byte) 0xFF : bytes[i];
        }
        return bytes;
    }

    /** Counts what is taken from it. */
    private static final class Counted implements RecordSource {
        private final int number;
        private int taken;
        private boolean closed;

        Counted(int number) {
            this.number = number;
        }

        @Override
        public String name() {
            return "counted";
        }

        @Override
        public Records open() {
            Records lines = JsonLines.of(
                            "counted", RECORD.formatted("q").repeat(number).getBytes(StandardCharsets.UTF_8))
                    .open();
            return new Records() {
                @Override
                public boolean hasNext() {
                    return lines.hasNext();
                }

                @Override
                public ReadResult next() {
                    taken++;
                    return lines.next();
                }

                @Override
                public void close() {
                    closed = true;
                    lines.close();
                }
            };
        }
    }
}
