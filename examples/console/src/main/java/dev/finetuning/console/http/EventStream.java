package dev.finetuning.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.Sleeper;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Sends server-sent events on the request's own thread. Ends when the reader is gone. */
public final class EventStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int QUIET_LOOKS = 60;
    private static final int MOST_LOOKS = 4 * 60 * 60;

    /** Each takes a thread of the server, which has 250; the others are for those who do not watch. */
    private static final Semaphore STREAMS = new Semaphore(150);

    private final HttpServletResponse answer;

    private EventStream(HttpServletResponse answer) {
        this.answer = answer;
    }

    /** Begins the answer. */
    public static EventStream open(Context context) {
        context.contentType("text/event-stream").header("X-Accel-Buffering", "no");
        // not the context's own stream, whose flush does nothing
        return new EventStream(context.res());
    }

    /**
     * What there is to send now.
     *
     * @param data a JSON value, or a text that is sent as it is
     * @param last whether nothing will follow
     */
    public record Look(Object data, boolean last) {}

    /**
     * Looks again and again, for an hour at most, and sends what has changed. Ends at once where too many watch; a
     * browser then tries again after a while.
     */
    public void follow(Supplier<Look> looks) {
        if (!STREAMS.tryAcquire()) {
            return;
        }
        try {
            watch(looks);
        } finally {
            STREAMS.release();
        }
    }

    private void watch(Supplier<Look> looks) {
        String sent = "";
        int quiet = 0;
        try {
            for (int i = 0; i < MOST_LOOKS; i++) {
                Look look = looks.get();
                String data = text(look.data());
                if (!data.equals(sent)) {
                    send(look.last() ? "end" : "change", data);
                    sent = data;
                    quiet = 0;
                } else if (++quiet % QUIET_LOOKS == 0) {
                    // notices readers who have gone
                    write(":\n\n");
                }
                if (look.last()) {
                    return;
                }
                Sleeper.system().sleep(PAUSE);
            }
        } catch (IOException e) {
            // the reader is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends one event. */
    public void send(String name, Object data) throws IOException {
        StringBuilder event = new StringBuilder("event: ").append(name).append('\n');
        text(data).lines().forEach(line -> event.append("data: ").append(line).append('\n'));
        write(event.append('\n').toString());
    }

    private void write(String text) throws IOException {
        answer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        answer.flushBuffer();
    }

    private static String text(Object data) {
        try {
            return data instanceof String text ? text : JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers can always be written", e);
        }
    }
}
