package dev.finetuning.secrecy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where canaries were seen since somebody last asked. Thread-safe. */
final class Sightings {
    private static final int SHOWN = 400;

    private final BlockingQueue<String> found = new LinkedBlockingQueue<>();

    /** Looks at a text that came out somewhere. */
    void look(String where, String text) {
        Canary.in(text).ifPresent(spelling -> {
            int at = text.indexOf(spelling);
            int from = Math.max(0, at - SHOWN / 2);
            found.add(where + ": " + text.substring(from, Math.min(text.length(), from + SHOWN)));
        });
    }

    /** Hands them over. */
    List<String> take() {
        List<String> taken = new ArrayList<>();
        found.drainTo(taken);
        return taken;
    }

    /** Waits for the next one. */
    String next() throws InterruptedException {
        String next = found.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was seen");
        }
        return next;
    }
}
