package dev.finetuning.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every journal must do. A store's own test extends this and says how to open the store; opening
 * it twice must reach the same streams.
 */
public abstract class JournalContractTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Journal journal;

    /** Opens the store, which every test finds empty when it opens it first. */
    protected abstract Journal open() throws Exception;

    @BeforeEach
    void openJournal() throws Exception {
        journal = open();
    }

    @AfterEach
    void closeJournal() {
        journal.close();
    }

    private static JournalEntry entry(String body) {
        return new JournalEntry("thing.happened", NOON, body);
    }

    @Test
    void read_unknownStream_isEmpty() {
        assertThat(journal.read("nothing", 0, 10)).isEmpty();
        assertThat(journal.size("nothing")).isZero();
        assertThat(journal.sizeOf("nothing").getAsLong()).isZero();
    }

    @Test
    void append_entries_areReadAsWritten() {
        List<JournalEntry> written = List.of(
                entry("{\"a\":1}"),
                entry(""),
                entry("zwölf Boxkämpfer 自然 😀 \u2028 \r\n \"'\\"),
                new JournalEntry("other/τύπος", Instant.parse("1969-12-31T23:59:59.999999999Z"), "x".repeat(100_000)));

        assertThat(journal.append("s", 0, written)).isEqualTo(4);

        assertThat(journal.read("s", 0, 10)).isEqualTo(written);
    }

    @Test
    void append_expectedSizeOutOfDate_conflictsAndWritesNothing() {
        journal.append("s", 0, List.of(entry("1"), entry("2")));

        JournalConflictException conflict =
                catchThrowableOfType(JournalConflictException.class, () -> journal.append("s", 1, List.of(entry("3"))));

        assertThat(conflict.expectedSize()).isEqualTo(1);
        assertThat(conflict.actualSize()).isEqualTo(2);
        assertThat(conflict.stream()).isEqualTo("s");
        assertThat(journal.size("s")).isEqualTo(2);
        assertThatThrownBy(() -> journal.append("s", 3, List.of(entry("3"))))
                .isInstanceOf(JournalConflictException.class);
    }

    @Test
    void append_anySize_extendsWhateverThereIs() {
        journal.append("s", Journal.ANY_SIZE, List.of(entry("1")));

        assertThat(journal.append("s", Journal.ANY_SIZE, List.of(entry("2")))).isEqualTo(2);
    }

    @Test
    void append_badArguments_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> journal.append("s", 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.append("", 0, List.of(entry("1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.append("s", -2, List.of(entry("1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.append("s", 0, List.of(entry("a\0b"))));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.append("s", 0, List.of(entry("a\ud800b"))));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.read("s", -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> journal.read("s", 0, 0));
        assertThat(journal.size("s")).isZero();
    }

    @Test
    void names_withHalfASurrogatePairOrNul_areRefusedEverywhere() {
        for (String name : List.of("a\ud83d", "\ude00b", "a\0b")) {
            JournalEntry typed = new JournalEntry(name, NOON, "{}");

            assertThatIllegalArgumentException().isThrownBy(() -> journal.append(name, 0, List.of(entry("1"))));
            assertThatIllegalArgumentException().isThrownBy(() -> journal.append("s", 0, List.of(typed)));
            assertThatIllegalArgumentException().isThrownBy(() -> journal.read(name, 0, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> journal.size(name));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> journal.sizeOf(name).getAsLong());
            assertThatIllegalArgumentException().isThrownBy(() -> journal.snapshot(name));
        }
        assertThat(journal.append("a😀", 0, List.of(entry("1")))).isEqualTo(1);
        assertThat(journal.size("a😀")).isEqualTo(1);
        assertThat(journal.size("s")).isZero();
    }

    @Test
    void read_fromAndLimit_returnThatStretch() {
        journal.append(
                "s", 0, IntStream.range(0, 300).mapToObj(i -> entry("" + i)).toList());

        assertThat(journal.read("s", 150, 2)).extracting(JournalEntry::body).containsExactly("150", "151");
        assertThat(journal.read("s", 10, 1)).extracting(JournalEntry::body).containsExactly("10");
        assertThat(journal.read("s", 299, 5)).hasSize(1);
        assertThat(journal.read("s", 300, 5)).isEmpty();
        assertThat(journal.read("s", Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        assertThat(journal.read("s", 0, Integer.MAX_VALUE)).hasSize(300);
    }

    @Test
    void forEach_moreThanAPage_handsOverEveryEntryOnce() {
        for (int i = 0; i < 3; i++) {
            journal.append(
                    "s",
                    i * 1000L,
                    IntStream.range(i * 1000, i * 1000 + 1000)
                            .mapToObj(n -> entry("" + n))
                            .toList());
        }
        List<String> seen = new ArrayList<>();

        assertThat(journal.forEach("s", 5, e -> seen.add(e.body()))).isEqualTo(3000);

        assertThat(seen)
                .isEqualTo(IntStream.range(5, 3000).mapToObj(String::valueOf).toList());
    }

    @Test
    void streams_withNamesThatAreNoPaths_areApart() {
        List<String> names = List.of(
                "../../etc/passwd",
                "..",
                "/",
                "C:\\x",
                "a b",
                "A B",
                "x'; DROP TABLE journal; --",
                "名",
                "x".repeat(512));
        names.forEach(name -> journal.append(name, 0, List.of(entry(name))));

        assertThat(names)
                .allSatisfy(name -> assertThat(journal.read(name, 0, 10))
                        .extracting(JournalEntry::body)
                        .containsExactly(name));
    }

    @Test
    void open_twice_seesEachOthersAppends() throws Exception {
        try (Journal other = open()) {
            var size = journal.sizeOf("s");
            assertThat(size.getAsLong()).isZero();
            other.append("s", 0, List.of(entry("1")));
            assertThat(size.getAsLong()).isEqualTo(1);
            journal.append("s", 1, List.of(entry("2")));
            assertThat(other.read("s", 0, 10)).extracting(JournalEntry::body).containsExactly("1", "2");
            assertThatThrownBy(() -> other.append("s", 1, List.of(entry("3"))))
                    .isInstanceOf(JournalConflictException.class);
        }
    }

    @Test
    void append_manyThreadsAtOneSize_exactlyOneWinsEachRound() throws Exception {
        int threads = 8;
        int rounds = 40;
        List<Callable<Long>> writers = Collections.nCopies(threads, () -> winsIn(rounds));

        long wins = runAll(writers).stream().mapToLong(Long::longValue).sum();

        assertThat(wins).isEqualTo(rounds);
        assertThat(journal.size("race")).isEqualTo(rounds);
    }

    private long winsIn(int rounds) {
        return LongStream.range(0, rounds).filter(this::winsAt).count();
    }

    private boolean winsAt(long size) {
        try {
            journal.append("race", size, List.of(entry(Thread.currentThread().getName())));
            return true;
        } catch (JournalConflictException lost) {
            return false;
        }
    }

    @Test
    void append_manyThreadsAnywhere_losesNothingAndKeepsEachWritersOrder() throws Exception {
        int threads = 8;
        int each = 50;
        List<Callable<Long>> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = "w" + t + "-";
            writers.add(() -> {
                for (int i = 0; i < each; i++) {
                    journal.append("all", Journal.ANY_SIZE, List.of(entry(name + i), entry(name + i + "b")));
                }
                return 0L;
            });
        }
        runAll(writers);

        List<String> all = new ArrayList<>();
        journal.forEach("all", 0, e -> all.add(e.body()));
        assertThat(all).hasSize(threads * each * 2).doesNotHaveDuplicates();
        for (int t = 0; t < threads; t++) {
            String name = "w" + t + "-";
            assertThat(all.stream().filter(b -> b.startsWith(name) && !b.endsWith("b")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(i -> name + i).toList());
        }
        assertThat(IntStream.range(0, threads * each)
                        .allMatch(i -> all.get(2 * i + 1).equals(all.get(2 * i) + "b")))
                .as("the entries of one append lie side by side")
                .isTrue();
    }

    @Test
    void append_streamsThatManyBeginAtOnce_conflictsWithNobody() throws Exception {
        for (int stream = 0; stream < 20; stream++) {
            String name = "new-" + stream;
            List<Callable<Long>> writers = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                writers.add(() -> journal.append(name, Journal.ANY_SIZE, List.of(entry("first"))));
            }

            assertThat(runAll(writers)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        }
    }

    @Test
    void append_byAnInterruptedThread_worksAndKeepsTheInterrupt() throws Exception {
        Future<Boolean> writer = Executors.newSingleThreadExecutor().submit(() -> {
            Thread.currentThread().interrupt();
            journal.append("s", 0, List.of(entry("1")));
            return Thread.interrupted();
        });

        assertThat(writer.get()).isTrue();
        journal.append("s", 1, List.of(entry("2")));
        assertThat(journal.size("s")).isEqualTo(2);
    }

    @Test
    void snapshot_saved_isReturnedOrIgnored() {
        journal.append("s", 0, List.of(entry("1"), entry("2"), entry("3")));
        byte[] state = "state".getBytes(StandardCharsets.UTF_8);

        journal.saveSnapshot("s", new JournalSnapshot(2, "test/1", state));

        journal.snapshot("s").ifPresent(snapshot -> {
            assertThat(snapshot.size()).isEqualTo(2);
            assertThat(snapshot.format()).isEqualTo("test/1");
            assertThat(snapshot.state()).isEqualTo(state);
        });
        assertThat(journal.read("s", 0, 10)).hasSize(3);
    }

    private static <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
