package dev.finetuning.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a console for its pages before anybody else does, so that the virtual machine has compiled what draws them. */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int MOST_ROUNDS = 400;
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final List<String> PAGES = List.of(
            "/",
            "/datasets",
            "/runs",
            "/models",
            "/searches",
            "/review",
            "/drift",
            "/experiments",
            "/retrainings",
            "/train",
            "/api/datasets",
            "/api/runs",
            "/api/models");

    private WarmUp() {}

    /**
     * Looks at every page again and again, for {@code 2} seconds at most. That a page cannot be shown now is left to
     * those who want to see it.
     *
     * @param address where the console answers
     * @param cookie of somebody who may look
     */
    static void of(String address, String cookie) {
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            for (String page : PAGES) {
                if (System.nanoTime() > end || !look(address + page, cookie)) {
                    return;
                }
            }
        }
    }

    private static boolean look(String page, String cookie) {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) URI.create(page).toURL().openConnection();
            request.setConnectTimeout(TIMEOUT_MILLIS);
            request.setReadTimeout(TIMEOUT_MILLIS);
            request.setRequestProperty("Cookie", cookie);
            try (InputStream answer = request.getInputStream()) {
                answer.transferTo(OutputStream.nullOutputStream());
            }
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be shown yet", page, e);
            return false;
        }
    }
}
