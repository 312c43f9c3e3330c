package dev.finetuning.adapter.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries one request to a provider and brings the answer back, once: it neither repeats a request nor
 * follows a redirect. Thread-safe.
 */
public interface Transport extends AutoCloseable {
    /**
     * Sends a request. Cancelling the future gives the exchange up.
     *
     * @return the answer, whatever its status; fails with an {@link java.io.IOException} where none came
     */
    CompletableFuture<Reply> send(Outgoing request);

    /** Lets go of connections; nothing is sent afterwards. */
    @Override
    void close();

    /**
     * A request that knows its provider.
     *
     * @param method the HTTP method
     * @param uri where it goes
     * @param headers all that it says beside its body
     * @param body what it sends
     * @param fresh whether it must not travel on a connection that has rested, which the provider may be
     *     closing right now: for all that is sent once
     * @param into where the content of a successful answer goes, instead of into memory
     * @param events takes the bytes of a successful answer as they arrive where it is a stream of events,
     *     instead of memory
     * @param limit how long it may take in all
     */
    record Outgoing(
            String method,
            URI uri,
            Map<String, String> headers,
            Optional<RequestBody> body,
            boolean fresh,
            Optional<Path> into,
            Optional<Consumer<byte[]>> events,
            Duration limit) {
        /** The kind of content that {@link #events} takes. */
        static final String EVENT_STREAM = "text/event-stream";

        /** Who takes the bytes of an answer of this status and kind as they arrive. */
        public Optional<Consumer<byte[]>> eventsOf(int status, Optional<String> contentType) {
            boolean isStream = status == 200
                    && contentType
                            .filter(kind -> kind.toLowerCase(Locale.ROOT).startsWith(EVENT_STREAM))
                            .isPresent();
            return isStream ? events : Optional.empty();
        }

        /** Names the method and the path, no header and no content. */
        @Override
        public String toString() {
            return "Outgoing[" + method + " " + uri.getPath() + "]";
        }
    }

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param headers looks up a header by its lower-case name
     * @param body its content, up to a limit; empty where it went into a file
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Reply(int status, Function<String, Optional<String>> headers, byte[] body) {
        /** Whether the provider says yes. */
        public boolean successful() {
            return status >= 200 && status <= 299;
        }

        /** Says nothing of the content. */
        @Override
        public String toString() {
            return "Reply[" + status + ", " + body.length + " bytes]";
        }
    }
}
