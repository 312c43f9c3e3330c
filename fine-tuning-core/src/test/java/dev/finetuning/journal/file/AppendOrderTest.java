package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two processes append to one stream in every order that their operations on the disk can take, and the power
 * fails after any of them: whatever was acknowledged is there, once and where its writer was told.
 */
class AppendOrderTest {
    private static final Path FOLDER = Path.of("journal");
    private static final String STREAM = "s";

    /** An append that was acknowledged. */
    private record Acknowledged(long place, String body) {}

    /** What a process does: appends at any size or at the one it expects. */
    private record Script(String name, List<Long> expectedSizes) {}

    @Test
    void append_inEveryOrderWithFewSwitches_losesNothing() {
        Explorer explorer = new Explorer(SharedDisk.Landing.AT_THE_END, 2);
        explorer.exploreAll();
        assertThat(explorer.violations).isEmpty();
        assertThat(explorer.runs).isGreaterThan(100);
        assertThat(explorer.conflicts).as("orders in which one came second").isPositive();
    }

    @Test
    void append_withWritesThatLandWhereTheWriterSawTheEnd_isCaught() {
        Explorer explorer = new Explorer(SharedDisk.Landing.WHERE_THE_WRITER_SAW_THE_END, 2);
        explorer.exploreAll();
        assertThat(explorer.violations).isNotEmpty();
    }

    @Test
    @Tag("campaign")
    void append_inEveryOrder_losesNothing() {
        Explorer explorer = new Explorer(SharedDisk.Landing.AT_THE_END, Integer.MAX_VALUE);
        explorer.exploreAll();
        System.out.println("orders of two writers: " + explorer.runs + ", " + explorer.conflicts + " with a conflict");
        assertThat(explorer.violations).isEmpty();
    }

    /** Runs the scripts once for each order, depth first: the choices of one run lead to the next. */
    private static final class Explorer {
        private final SharedDisk.Landing landing;
        private final int maxSwitches;
        private final List<Integer> path = new ArrayList<>();
        private final List<Integer> options = new ArrayList<>();
        private final Set<List<Integer>> cutShort = new HashSet<>();
        private final List<String> violations = new ArrayList<>();
        private int runs;
        private int conflicts;

        Explorer(SharedDisk.Landing landing, int maxSwitches) {
            this.landing = landing;
            this.maxSwitches = maxSwitches;
        }

        void exploreAll() {
            do {
                run(Integer.MAX_VALUE, SharedDisk.Loss.ALL);
                for (int cut = 1; cut < path.size(); cut++) {
                    if (cutShort.add(List.copyOf(path.subList(0, cut)))) {
                        List<Integer> whole = List.copyOf(path);
                        List<Integer> wholeOptions = List.copyOf(options);
                        for (SharedDisk.Loss loss : SharedDisk.Loss.values()) {
                            run(cut, loss);
                        }
                        path.clear();
                        path.addAll(whole);
                        options.clear();
                        options.addAll(wholeOptions);
                    }
                }
            } while (violations.isEmpty() && nextPath());
        }

        private boolean nextPath() {
            int last = path.size() - 1;
            while (last >= 0 && path.get(last) + 1 >= options.get(last)) {
                path.remove(last);
                options.remove(last--);
            }
            if (last < 0) {
                return false;
            }
            path.set(last, path.get(last) + 1);
            return true;
        }

        private void run(int operations, SharedDisk.Loss loss) {
            runs++;
            SharedDisk disk = new SharedDisk(landing);
            FileJournal.on(disk.as(SharedDisk.Gate.open()), FOLDER).append(STREAM, 0, List.of(entry("first")));
            OneAtATime turns = new OneAtATime(this, operations);
            List<Acknowledged> acknowledged = new ArrayList<>();
            acknowledged.add(new Acknowledged(0, "first"));
            List<Script> scripts =
                    List.of(new Script("a", List.of(Journal.ANY_SIZE, Journal.ANY_SIZE)), new Script("b", List.of(1L)));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < scripts.size(); i++) {
                int process = i;
                FileJournal journal = FileJournal.on(disk.as(turns.gate(process)), FOLDER);
                turns.enter(process);
                Thread thread = new Thread(() -> act(journal, scripts.get(process), acknowledged, turns, process));
                threads.add(thread);
                thread.start();
            }
            turns.direct();
            threads.forEach(AppendOrderTest::join);
            if (turns.cut()) {
                disk.failPower(loss);
            }
            judge(disk, acknowledged);
        }

        private void act(
                FileJournal journal, Script script, List<Acknowledged> acknowledged, OneAtATime turns, int process) {
            try {
                for (int i = 0; i < script.expectedSizes().size(); i++) {
                    String body = script.name() + i;
                    long size = journal.append(STREAM, script.expectedSizes().get(i), List.of(entry(body)));
                    synchronized (acknowledged) {
                        acknowledged.add(new Acknowledged(size - 1, body));
                    }
                }
            } catch (JournalConflictException second) {
                conflicts++;
            } catch (JournalException powerFailed) {
                synchronized (violations) {
                    if (!turns.cut()) {
                        violations.add(path + ": " + powerFailed);
                    }
                }
            } finally {
                turns.leave(process);
            }
        }

        private void judge(SharedDisk disk, List<Acknowledged> acknowledged) {
            try {
                List<String> found =
                        FileJournal.on(disk.as(SharedDisk.Gate.open()), FOLDER).read(STREAM, 0, 100).stream()
                                .map(JournalEntry::body)
                                .toList();
                boolean inPlace = acknowledged.stream()
                        .allMatch(each -> each.place() < found.size()
                                && found.get((int) each.place()).equals(each.body()));
                if (!inPlace || new HashSet<>(found).size() != found.size()) {
                    violations.add(path + ": acknowledged " + acknowledged + ", found " + found);
                }
            } catch (JournalException e) {
                violations.add(path + ": acknowledged " + acknowledged + ", but " + e.getMessage());
            }
        }
    }

    /** Lets one process at a time do one operation, as the explorer's path says. */
    private static final class OneAtATime {
        private final Explorer explorer;
        private final int operations;
        private final boolean[] waiting = new boolean[2];
        private final boolean[] wantsToWrite = new boolean[2];
        private final boolean[] alive = new boolean[2];
        private int granted = -1;
        private int writing = -1;
        private int last = -1;
        private int switches;
        private boolean cut;

        OneAtATime(Explorer explorer, int operations) {
            this.explorer = explorer;
            this.operations = operations;
        }

        synchronized void enter(int process) {
            alive[process] = true;
        }

        synchronized void leave(int process) {
            alive[process] = false;
            notifyAll();
        }

        synchronized boolean cut() {
            return cut;
        }

        SharedDisk.Gate gate(int process) {
            return (beginsWrite, endsWrite) -> {
                synchronized (this) {
                    if (!alive[process]) {
                        return; // still opening its files
                    }
                    waiting[process] = true;
                    wantsToWrite[process] = beginsWrite;
                    notifyAll();
                    while (granted != process && !cut) {
                        await();
                    }
                    if (cut) {
                        throw new IOException("the power failed");
                    }
                    granted = -1;
                    writing = beginsWrite ? process : endsWrite ? -1 : writing;
                }
            };
        }

        @SuppressWarnings("WaitNotInLoop") // every caller loops
        private void await() {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        synchronized void direct() {
            for (int step = 0; ; step++) {
                while (IntStream.range(0, 2).anyMatch(p -> alive[p] && !waiting[p]) || granted >= 0) {
                    await();
                }
                List<Integer> ready = ready();
                if (ready.isEmpty()) {
                    return;
                }
                if (step >= operations) {
                    cut = true;
                    notifyAll();
                    return;
                }
                int next = ready.get(choose(step, ready.size()));
                switches += last >= 0 && last != next && alive[last] ? 1 : 0;
                last = next;
                waiting[next] = false;
                granted = next;
                notifyAll();
            }
        }

        /** The processes that can go on, the last one first. */
        private List<Integer> ready() {
            List<Integer> ready = new ArrayList<>();
            IntStream.range(0, 2)
                    .filter(p -> alive[p] && waiting[p])
                    .filter(p -> writing < 0 || writing == p || !wantsToWrite[p])
                    .forEach(ready::add);
            if (ready.contains(last)) {
                ready.remove((Integer) last);
                ready.add(0, last);
            }
            return last >= 0 && switches >= explorer.maxSwitches && !ready.isEmpty() ? ready.subList(0, 1) : ready;
        }

        private int choose(int step, int count) {
            if (step == explorer.path.size()) {
                explorer.path.add(0);
                explorer.options.add(count);
            }
            explorer.options.set(step, count);
            return explorer.path.get(step);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JournalEntry entry(String body) {
        return new JournalEntry("t", Instant.EPOCH, body);
    }
}
