package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.journal.file.FaultyDisk.Loss;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies at any of its operations leaves what it acknowledged, and nothing torn. */
class FileJournalCrashTest {
    private static final Path FOLDER = Path.of("journal");
    private static final String STREAM = "s";

    /** What a writer knows of the entries it wrote before it died. */
    private record Written(List<List<JournalEntry>> acknowledged, List<JournalEntry> underWay) {
        List<JournalEntry> safe() {
            return acknowledged.stream().flatMap(List::stream).toList();
        }
    }

    /** Appends groups of one to three entries until there are enough or the plug is out. */
    private static Written write(FaultyDisk disk, int appends, long seed) {
        Random random = new Random(seed);
        List<List<JournalEntry>> acknowledged = new ArrayList<>();
        long size = 0;
        for (int i = 0; i < appends; i++) {
            List<JournalEntry> group = group(random, i);
            try {
                Journal journal = FileJournal.on(disk, FOLDER);
                size = journal.append(STREAM, size, group);
                if (i == appends / 2) {
                    journal.saveSnapshot(STREAM, new JournalSnapshot(size, "f", new byte[] {1}));
                }
                acknowledged.add(group);
            } catch (JournalUnavailableException plugIsOut) {
                return new Written(acknowledged, group);
            }
        }
        return new Written(acknowledged, List.of());
    }

    private static List<JournalEntry> group(Random random, int number) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> new JournalEntry("t", Instant.EPOCH, number + "." + i + "x".repeat(random.nextInt(60))))
                .toList();
    }

    private static List<JournalEntry> readAll(FaultyDisk disk) {
        List<JournalEntry> all = new ArrayList<>();
        FileJournal.on(disk, FOLDER).forEach(STREAM, 0, all::add);
        return all;
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void crash_atEveryOperation_leavesWhatWasAcknowledgedAndNothingTorn(Loss loss) {
        FaultyDisk whole = new FaultyDisk(loss, 0);
        write(whole, 8, 7);
        long operations = whole.operations();
        assertThat(operations).isGreaterThan(50);

        for (long k = 0; k < operations; k++) {
            for (long seed = 0; seed < 8; seed++) {
                crashAt(k, seed, loss);
            }
        }
    }

    private static void crashAt(long k, long seed, Loss loss) {
        FaultyDisk disk = new FaultyDisk(loss, seed);
        disk.pullThePlugAfter(k);
        Written written = write(disk, 8, 7);
        disk.restart();

        List<JournalEntry> found = readAll(disk);

        List<JournalEntry> safe = written.safe();
        List<JournalEntry> more = new ArrayList<>(safe);
        more.addAll(written.underWay());
        assertThat(List.of(safe, more))
                .as("plug pulled after %d, seed %d", k, seed)
                .contains(found);
        JournalEntry next = new JournalEntry("t", Instant.EPOCH, "next");
        assertThat(FileJournal.on(disk, FOLDER).append(STREAM, found.size(), List.of(next)))
                .isEqualTo(found.size() + 1);
        more = new ArrayList<>(found);
        more.add(next);
        assertThat(readAll(disk)).isEqualTo(more);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void crash_duringRecovery_losesNothingEither(Loss loss) {
        for (long k = 0; k < 40; k++) {
            for (long again = 0; again < 12; again++) {
                FaultyDisk disk = new FaultyDisk(loss, k);
                disk.pullThePlugAfter(k);
                Written written = write(disk, 8, 7);
                disk.restart();
                disk.pullThePlugAfter(again);
                try {
                    readAll(disk);
                } catch (JournalUnavailableException plugIsOut) {
                    assertThat(plugIsOut.outcomeUnknown()).isFalse();
                }
                disk.restart();

                List<JournalEntry> found = readAll(disk);
                assertThat(found.subList(
                                0, Math.min(found.size(), written.safe().size())))
                        .isEqualTo(written.safe());
            }
        }
    }

    @Test
    void cut_atEveryByte_isAnExactPrefixOrTyped() {
        FaultyDisk disk = new FaultyDisk(Loss.NOTHING, 1);
        List<JournalEntry> all = write(disk, 8, 7).safe();
        Path log = StreamFiles.of(FOLDER, STREAM).log();
        byte[] bytes = disk.bytes(log);
        Map<Path, Long> heads = disk.heads();

        for (int length = 0; length < bytes.length; length++) {
            disk.damage(log, Arrays.copyOf(bytes, length));
            assertThat(corruptOr(disk, List.of()))
                    .as("known to be cut at %d", length)
                    .isEmpty();
            disk.heads(Map.of());
            assertPrefix(all, corruptOr(disk, List.of()), "cut at " + length);
            disk.heads(heads);
        }
    }

    @Test
    void flip_ofEveryBit_isAnExactPrefixOrTyped() {
        FaultyDisk disk = new FaultyDisk(Loss.NOTHING, 1);
        List<JournalEntry> all = write(disk, 8, 7).safe();
        StreamFiles files = StreamFiles.of(FOLDER, STREAM);
        Map<Path, Long> heads = disk.heads();
        for (Path file : List.of(files.log(), files.snapshot())) {
            byte[] bytes = disk.bytes(file);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                for (Map<Path, Long> words : List.of(heads, Map.<Path, Long>of())) {
                    byte[] log = disk.bytes(files.log());
                    disk.damage(file, flipped);
                    disk.heads(words);
                    List<JournalEntry> found = corruptOr(disk, List.of());
                    assertPrefix(all, found, file + " bit " + bit);
                    boolean lost = found.size() > 0 && found.size() < all.size();
                    assertThat(lost && !words.isEmpty())
                            .as("acknowledged entries are never dropped")
                            .isFalse();
                    disk.damage(files.log(), log);
                    disk.damage(file, bytes);
                }
            }
        }
    }

    @Test
    void flip_ofEveryBitOfTheSharedWord_losesNothing() {
        FaultyDisk disk = new FaultyDisk(Loss.NOTHING, 1);
        List<JournalEntry> all = write(disk, 8, 7).safe();
        Path head = StreamFiles.of(FOLDER, STREAM).head();
        long word = disk.heads().get(head);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            disk.heads(Map.of(head, word ^ (1L << bit)));

            assertThat(readAll(disk)).as("bit %d", bit).isEqualTo(all);
        }
    }

    /** What is read, or the given entries where the journal says that it is corrupt. */
    private static List<JournalEntry> corruptOr(FaultyDisk disk, List<JournalEntry> whenCorrupt) {
        try {
            return readAll(disk);
        } catch (CorruptJournalException typed) {
            assertThat(typed.stream()).isEqualTo(STREAM);
            assertThat(typed).hasMessageContaining("restore");
            return whenCorrupt;
        }
    }

    private static void assertPrefix(List<JournalEntry> all, List<JournalEntry> found, String what) {
        assertThat(found.size()).as(what).isLessThanOrEqualTo(all.size());
        assertThat(found).as(what).isEqualTo(all.subList(0, found.size()));
    }
}
