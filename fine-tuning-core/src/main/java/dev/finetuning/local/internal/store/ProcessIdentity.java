package dev.finetuning.local.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A process's name that is unique on the machine, over time: its number, when it began,
 * and where numbers are relative to something, what they are relative to. No clock is asked where the system
 * counts the beginning in ticks since it started.
 */
final class ProcessIdentity {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE_FIELD = 0;
    private static final int START_FIELD = 19;
    private static final int PID_WORD = 3;
    private static final int WORDS = 5;
    private static final String CURRENT = of(ProcessHandle.current().pid()).orElse("");

    private ProcessIdentity() {}

    /** This process. */
    static String current() {
        return CURRENT;
    }

    /** Whether the process of that name is alive, as far as this process can see it. */
    static boolean isAlive(String identity) {
        List<String> words = List.of(identity.split(" ", -1));
        if (words.size() != WORDS || !words.get(PID_WORD).matches("[0-9]{1,18}")) {
            return false;
        }
        return of(Long.parseLong(words.get(PID_WORD))).filter(identity::equals).isPresent();
    }

    private static Optional<String> of(long pid) {
        Optional<String> linux = inProc(pid);
        return linux.isPresent() || Files.isDirectory(PROC.resolve("self")) ? linux : ofHandle(pid);
    }

    /** System, boot, name space of process numbers, number, ticks from the boot to the process's beginning. */
    private static Optional<String> inProc(long pid) {
        try {
            String boot =
                    Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
            Path numbers = Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
            // the second field is the program's name in parentheses, whatever that contains
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
            boolean dead = fields.get(STATE_FIELD).equals("Z")
                    || fields.get(STATE_FIELD).equals("X");
            return dead
                    ? Optional.empty()
                    : Optional.of("linux " + boot + " " + numbers + " " + pid + " " + fields.get(START_FIELD));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofHandle(long pid) {
        String system =
                System.getProperty("os.name", "other").toLowerCase(Locale.ROOT).replace(' ', '-');
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(start -> system + " - - " + pid + " " + start);
    }
}
